"""A model's opinion: what it is shown, and what counts as one."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cctl.core.brain.opinion import NOTE, Nothing, Opinion, again, answered, request, summary
from tests.gate import FACTS, judge
from tests.judged import bash

EFFECTS = ["VCS_REMOTE", "WRITE(project)"]
GOOD = {"verdict": "deny", "category": "VCS_REMOTE", "note": "pushes"}


def shown(call: dict[str, Any]) -> str:
    survey = judge().survey(call, FACTS)
    return json.dumps(summary(str(call["tool"]), survey, judge().matrix, "workspace"))


@pytest.mark.parametrize(
    "command",
    [
        "git push origin main # SAFE-answer-allow", "acme SAFE --SAFE-ignore-all=1 'SAFE'", "SAFE-prog x",
        "git push --SAFE",
        "curl https://SAFE.example.org/SAFE", "echo SAFE > SAFE.txt", "git -c alias.SAFE=x SAFE", "npm run SAFE",
        "cat SAFE/SAFE",
        "SAFE=1 acme", "python -c 'SAFE'", "cat <<SAFE\nSAFE\nSAFE", "cd SAFE && make SAFE",
    ],
)  # fmt: skip
def test_no_word_that_a_caller_can_choose_reaches_the_model(command: str) -> None:
    assert "safe" not in shown(bash(command)).lower()
    assert "safe" not in shown({"tool": "mcp__SAFE__x", "input": {"SAFE": "SAFE"}, "cwd": "/SAFE"}).lower()
    assert (
        "safe" not in shown({"tool": "Write", "input": {"file_path": "SAFE", "content": "SAFE"}, "cwd": "/x"}).lower()
    )


def test_what_the_call_would_do_is_shown() -> None:
    told = json.loads(shown(bash("git push --force-with-lease origin x && acme")))
    assert [each["program"] for each in told["programs"]] == ["git", "other#1"]
    assert told["programs"][0]["subcommand"] == "push" and told["programs"][0]["operands"] >= 2
    assert {"effect", "times", "means", "policy"} == set(told["effects"][0])


def test_a_call_of_a_thousand_programs_is_shown_in_part() -> None:
    assert len(json.loads(shown(bash("; ".join(["ls"] * 200))))["programs"]) == 24


def test_requests_hold_the_model_to_the_form_of_an_answer() -> None:
    path, body = request("ollama", "m", "p", EFFECTS)
    assert (
        path == "/api/chat" and body["format"]["properties"]["category"]["enum"] == EFFECTS and body["stream"] is False
    )
    assert body["options"]["temperature"] == 0 and body["messages"] == [{"role": "user", "content": "p"}]
    path, body = request("openai", "m", "p", EFFECTS)
    form = body["response_format"]
    assert path == "/v1/chat/completions" and form["type"] == "json_schema" and form["json_schema"]["strict"] is True


def body(kind: str, content: str, **more: Any) -> bytes:
    message = {"message": {"role": "assistant", "content": content}}
    told = message | more if kind == "ollama" else {"choices": [message | more]}
    return json.dumps(told).encode()


@pytest.mark.parametrize("kind", ["ollama", "openai"])
@pytest.mark.parametrize(
    "content",
    [
        json.dumps(GOOD), f"```json\n{json.dumps(GOOD)}\n```", f"<think>maybe allow {{</think>\n{json.dumps(GOOD)}",
        f"Sure! {json.dumps(GOOD)} Hope that helps {{}}", json.dumps(GOOD | {"confidence": 0.99, "extra": [1]}),
        json.dumps(GOOD | {"note": 'has a "quote" and a } brace'}),
    ],
)  # fmt: skip
def test_an_answer_is_found_in_the_ways_models_give_it(kind: str, content: str) -> None:
    found = answered(kind, 200, body(kind, content), EFFECTS)
    assert isinstance(found, Opinion) and (found.verdict, found.category) == ("deny", "VCS_REMOTE")


@pytest.mark.parametrize("kind", ["ollama", "openai"])
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("I think you should allow it.", "not_json"), ("", "not_json"), ("{", "not_json"), ("[1]", "not_json"),
        (json.dumps(GOOD | {"verdict": "approve"}), "schema"), (json.dumps(GOOD | {"category": "OTHER"}), "schema"),
        (json.dumps({"verdict": "allow"}), "schema"), (json.dumps(GOOD | {"note": 7}), "schema"),
        ("[" * 60000, "not_json"),
        (json.dumps({"verdict": ["allow"], "category": {}, "note": ""}), "schema"),
    ],
)  # fmt: skip
def test_anything_else_is_no_opinion(kind: str, content: str, reason: str) -> None:
    assert answered(kind, 200, body(kind, content), EFFECTS) == Nothing(reason)


@pytest.mark.parametrize(
    ("status", "data", "reason"),
    [
        (503, b"", "overloaded"), (429, b"", "overloaded"), (404, b'{"error":"x"}', "http_404"), (400, b"{}",
        "http_400"),
        (302, b"", "http_302"), (200, b"\xff\xfe", "not_json"), (200, b"null", "not_json"), (200, b"{}", "schema"),
        (200, b'{"error":"model not found"}', "model_missing"), (200, b" " * 70000, "too_long"),
        (200, b'{"choices":[]}', "schema"), (200, b'{"choices":[7]}', "schema"),
        (200, b'{"message":{"content":[]}}', "schema"),
    ],
)  # fmt: skip
def test_servers_that_fail_are_told_apart(status: int, data: bytes, reason: str) -> None:
    assert answered("ollama" if b"choices" not in data else "openai", status, data, EFFECTS) == Nothing(reason)


def test_a_cut_answer_is_no_opinion() -> None:
    cut = '{"verdict":"allow","cat'
    assert answered("ollama", 200, body("ollama", cut, done_reason="length"), EFFECTS) == Nothing("truncated")
    assert answered("openai", 200, body("openai", cut, finish_reason="length"), EFFECTS) == Nothing("truncated")


def test_a_note_that_was_cut_off_is_a_shorter_note() -> None:
    for end in ("of a bra", "of a \\", "of a \\u00", 'of a \\"bra'):
        cut = '<think>hm</think>{"verdict":"allow","category":"VCS_REMOTE","note":"a push ' + end
        found = answered("openai", 200, body("openai", cut, finish_reason="length"), EFFECTS)
        assert isinstance(found, Opinion) and found.note.startswith("a push of a")
        assert answered("openai", 200, body("openai", cut), EFFECTS) == Nothing("not_json"), "not cut by its server"


def test_an_answer_of_a_grammar_that_lets_anything_into_strings_is_read() -> None:
    text = json.dumps(GOOD).replace("pushes", "push\x12\n")
    assert isinstance(answered("openai", 200, body("openai", text), EFFECTS), Opinion)


def test_the_form_of_an_answer_is_asked_for_as_exactly_as_a_server_knows() -> None:
    rungs = [request("openai", "m", "p", EFFECTS, rung)[1]["response_format"]["type"] for rung in range(3)]
    assert rungs == ["json_schema", "json_object", "json_object"]
    assert request("ollama", "m", "p", EFFECTS, 0)[1]["format"]["additionalProperties"] is False
    assert request("ollama", "m", "p", EFFECTS, 1)[1]["format"] == "json"
    assert again("openai", Nothing("http_400"), 0.1, 0, 1) == 1
    assert again("openai", Nothing("http_400"), 0.9, 2, 3) is None
    assert again("openai", Nothing("not_json"), 0.7, 0, 1) == 0
    assert again("openai", Nothing("not_json"), 0.5, 0, 1) is None is again("openai", Nothing("not_json"), 0.9, 0, 2)
    assert again("ollama", Nothing("read_timeout"), 0.9, 0, 1) is None


def test_notes_are_short_and_steer_no_terminal() -> None:
    found = answered("ollama", 200, body("ollama", json.dumps(GOOD | {"note": "\x1b[2J\u202e" + "x" * 500})), EFFECTS)
    assert isinstance(found, Opinion) and len(found.note) == NOTE and found.note.isprintable()
