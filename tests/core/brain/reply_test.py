"""What a server said; what real ones do is in `tests/host/brain/recorded_model_test.py`."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cctl.core.brain.reply import LONGEST, Said, error, said, who

GOOD = '{"verdict":"ask"}'


def answer(kind: str, message: Any, **more: Any) -> bytes:
    told = {"message": message} | more
    return json.dumps(told if kind == "ollama" else {"choices": [told]}).encode()


@pytest.mark.parametrize("kind", ["ollama", "openai"])
@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ({"content": "x"}, Said("x", cut=False)),
        ({"content": "x", "thinking": "y"}, Said("x", cut=False)),
        ({"content": "", "reasoning_content": GOOD}, Said(GOOD, cut=False)),
        ({"content": None, "reasoning": GOOD}, Said(GOOD, cut=False)),
        ({"content": "", "thinking": f"Perhaps {GOOD}?"}, "only_thought"),
        ({"content": None, "reasoning": "hm"}, "only_thought"),
        ({"content": "", "reasoning": None, "thinking": 7}, Said("", cut=False)),
        ({"content": None}, "schema"), ({}, "schema"), ([], "schema"), (None, "schema"), ("x", "schema"),
    ],
)  # fmt: skip
def test_an_answer_is_read_where_it_stands_and_never_out_of_the_middle_of_thoughts(
    kind: str, message: Any, expected: Any
) -> None:
    assert said(kind, 200, answer(kind, message)) == expected


def test_an_answer_that_was_broken_off_is_none() -> None:
    message = {"content": GOOD}
    assert said("ollama", 200, answer("ollama", message, done=False)) == "aborted"
    assert said("openai", 200, answer("openai", message, finish_reason=None)) == "aborted"
    assert said("ollama", 200, answer("ollama", message, done=True, done_reason="length")) == Said(GOOD, cut=True)
    assert said("openai", 200, answer("openai", message, finish_reason="length")) == Said(GOOD, cut=True)
    assert said("openai", 200, answer("openai", message)) == Said(GOOD, cut=False), "older servers say nothing"


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (200, {"error": "model not found"}, "model_missing"), (200, {"error": "boom"}, "failed"),
        (200, {"error": None}, "failed"), (200, {"error": {"message": "Context size has been exceeded."}}, "context"),
        (404, {"error": "model 'x' not found"}, "model_missing"), (404, {"detail": "Not Found"}, "http_404"),
        (404, {"error": {"message": "No models loaded. Please load one"}}, "model_missing"),
        (400, {"object": "error", "message": "maximum context length is 5"}, "context"),
        (500, {"error": "model 'x' not found by its runner"}, "http_500"), (503, {}, "overloaded"),
        (429, [], "overloaded"), (418, None, "http_418"),
    ],
)  # fmt: skip
def test_refusals_are_told_apart(status: int, body: Any, expected: str) -> None:
    assert said("openai", status, json.dumps(body).encode()) == expected


@pytest.mark.parametrize("data", [b"", b"\xff", b"[1]", b"[" * 60_000, b'{"a":', b"<html>", b"7"])
def test_rubbish_is_no_answer(data: bytes) -> None:
    assert said("ollama", 200, data) == "not_json"
    assert said("ollama", 500, data) == "http_500"
    assert error(data) == ""


def test_who_answered_is_told_by_most() -> None:
    assert who(b'{"model": "other:2"}') == "other:2"
    assert [who(each) for each in (b"", b"[]", b"{}", b'{"model": 7}', b'{"model": null}')] == [""] * 5


def test_no_answer_is_read_beyond_measure() -> None:
    assert said("ollama", 200, b" " * (LONGEST + 1)) == "too_long"


def test_a_servers_own_words_are_one_short_line() -> None:
    assert error(json.dumps({"error": {"message": "a\n\x1b[2Jb\u202e " + "x" * 900}}).encode()).startswith("a [2Jb x")
    assert len(error(json.dumps({"error": "y" * 900}).encode())) == 200
    assert error(b'{"error": {"message": 7}}') == error(b'{"error": []}') == ""
