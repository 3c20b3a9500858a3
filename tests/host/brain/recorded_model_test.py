"""What servers of models really answered (`fixtures/models`), given to the client over loopback."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cctl.core.brain.opinion import Nothing, Opinion
from cctl.host.brain.adviser import Adviser, Asked
from cctl.host.plan.hands import Failed
from cctl.kit.asking import asked_model
from tests.kit.asking_test import Asker
from tests.model_recorder import EFFECTS
from tests.model_server import Model, serving
from tests.shared_data import ROOT

FOLDER = ROOT / "fixtures/models"
RECORDED: dict[str, dict[str, Any]] = {path.stem: json.loads(path.read_text()) for path in FOLDER.glob("*.json")}
LISTS = ("models", "models, at length", "tags")
# What comes of each answer: a verdict, or why there is none; where a server refuses a form, all its forms are refused.
EXPECTED = {
    "ollama": {
        "form 0": "deny", "form 1": "schema", "without a form": "truncated", "cut off": "truncated",
        "no such model": "model_missing", "too long": "context", "broken off": "aborted",
        "a form that is none": "http_500", "no messages": "not_json", "thinking": "http_400",
        "thinking, of a model that thinks": "only_thought", "a model that fails to load": "http_500",
        "too many at once": "overloaded",
    },
    "ollama-openai": {
        "form 0": "deny", "form 1": "schema", "form 2": "schema", "without a form": "truncated",
        "cut off": "truncated", "no such model": "model_missing", "too long": "aborted",
        "a form that is none": "http_500", "no messages": "http_400", "a model that fails to load": "http_500",
        "too many at once": "overloaded",
    },
    "vllm": {
        "form 0": "ask", "form 1": "truncated", "form 2": "truncated", "without a form": "truncated",
        "cut off": "truncated", "no such model": "model_missing", "too long": "context",
        "a form that is none": "http_400", "no messages": "http_400", "a dead engine": "http_500",
        "thinking, with a reasoning parser": "only_thought",
    },
    "llama-cpp-python": {
        "form 0": "http_500", "form 1": "deny", "form 2": "schema", "without a form": "truncated",
        "cut off": "truncated", "no such model": "deny", "too long": "context", "a form that is none": "http_500",
        "no messages": "http_500",
    },
    "llama-server": {
        "too long": "context", "too long, at another time": "context", "too long, told as a success": "context",
    },
    "lm-studio": {
        "form 0": "deny", "form 0, of a model that thinks": "deny", "form 1": "http_400",
        "no such model": "model_missing", "no such model, and one is loaded": "deny", "too long": "context",
        "too long, in silence": "not_json", "a form that is null": "http_400",
    },
}  # fmt: skip
CASES = [(server, name) for server, found in EXPECTED.items() for name in found]


class Recorded(Model):
    """A server that answers as one did; the last of its answers over and over."""

    def __init__(self, server: str, *names: str) -> None:
        super().__init__(RECORDED[server]["kind"])
        self._left = [RECORDED[server]["exchanges"][name] for name in names]

    def reply(self, asked: dict[str, Any]) -> bytes:
        """The answer that is next."""
        each = self._left.pop(0) if len(self._left) > 1 else self._left[0]
        assert self.paths[-1] == each["path"]
        self.status = each["status"]
        return (each["body"] if isinstance(each["body"], str) else json.dumps(each["body"])).encode()


def opinion(model: Model) -> Opinion | Nothing:
    asked = Asked(model.url, False, model.kind, "tiny", 20_000, "Judge: {{call}}")
    return Adviser(asked, "").opinion({"tool": "Bash"}, EFFECTS, 1_790_000_000_000)


@pytest.mark.parametrize(("server", "name"), CASES)
def test_each_answer_is_an_opinion_or_says_why_not(server: str, name: str) -> None:
    with serving(Recorded(server, name)) as model:
        found = opinion(model)
    assert (found.verdict if isinstance(found, Opinion) else found.reason) == EXPECTED[server][name]
    if isinstance(found, Opinion):
        assert found.category in EFFECTS and found.note.isprintable()


def test_every_answer_that_was_recorded_is_expected() -> None:
    asked = {server: set(each["exchanges"]) - set(LISTS) for server, each in RECORDED.items()}
    assert asked == {server: set(found) for server, found in EXPECTED.items()}


@pytest.mark.parametrize(
    ("server", "names", "asked"),
    [
        ("llama-cpp-python", ("form 0", "form 1"), 2),  # it knows no schema but in its own way
        ("ollama", ("a form that is none", "form 0"), 2),
        ("vllm", ("a form that is none", "a form that is none", "form 0"), 3),
        ("ollama", ("broken off", "form 0"), 2),
        ("ollama-openai", ("form 1", "form 0"), 2),  # a form that it takes and pays no heed to
    ],
)
def test_the_next_question_gets_an_opinion(server: str, names: tuple[str, ...], asked: int) -> None:
    with serving(Recorded(server, *names)) as model:
        assert isinstance(opinion(model), Opinion)
    assert len(model.asked) == asked


@pytest.mark.parametrize(
    ("server", "name"),
    [("ollama", "too long"), ("vllm", "too long"), ("lm-studio", "too long"), ("vllm", "no such model"),
     ("ollama", "thinking, of a model that thinks"), ("ollama", "too many at once")],
)  # fmt: skip
def test_what_another_question_would_not_mend_is_asked_once(server: str, name: str) -> None:
    with serving(Recorded(server, name)) as model:
        assert isinstance(opinion(model), Nothing)
    assert len(model.asked) == 1


@pytest.mark.parametrize(
    ("server", "name", "told"),
    [
        ("ollama", "no such model", "has no model of that name (brain.llm_model): model 'absent' not found"),
        ("vllm", "no such model", "The model `absent` does not exist. Valid aliases: tiny."),
        ("vllm", "too long", "has too short a context for the question: This model's maximum context length is 4096"),
        ("llama-server", "too long, told as a success", "has too short a context for the question"),
        ("ollama", "a model that fails to load", "answered with status 500: llama runner process has terminated"),
        ("vllm", "a dead engine", "answered with status 500: Internal server error"),
        ("ollama", "broken off", "broke its answer off"),
        ("vllm", "thinking, with a reasoning parser", "only thought"),
        ("lm-studio", "too long, in silence", "answered nothing"),
    ],
)
def test_plans_tell_what_the_server_says(server: str, name: str, told: str, tmp_path: Path) -> None:
    with serving(Recorded(server, name)) as model, pytest.raises(Failed) as problem:
        run: Any = Asker(tmp_path, llm_url=model.url, llm_kind=model.kind)
        asked_model(run, "q", budget_s=20.0)
    assert told in str(problem.value) and "\n" not in str(problem.value)


@pytest.mark.parametrize(
    ("server", "name", "model"),
    [("vllm", "form 0", "tiny"), ("ollama", "form 0", "tiny"),
     ("lm-studio", "no such model, and one is loaded", "other:2")],
)  # fmt: skip
def test_an_opinion_is_whose_the_server_says(server: str, name: str, model: str) -> None:
    with serving(Recorded(server, name)) as recorded:
        made = Adviser(Asked(recorded.url, False, recorded.kind, "tiny", 20_000, "Judge: {{call}}"), "")
        assert isinstance(made.opinion({"tool": "Bash"}, EFFECTS, 0), Opinion)
    assert made.model == model


@pytest.mark.parametrize("server", [name for name, each in RECORDED.items() if "models" in each["exchanges"]])
def test_the_servers_list_the_model_by_the_name_that_is_asked_for(server: str) -> None:
    listed = RECORDED[server]["exchanges"]["models"]["body"]
    assert listed["object"] == "list"
    assert "tiny" in {each["id"].partition(":")[0].partition(".")[0] for each in listed["data"]}


def test_recordings_hold_nothing_of_a_machine() -> None:
    for path in FOLDER.glob("*.json"):
        text = path.read_text()
        assert len(text) < 16_000 and text.isascii()
        assert not any(word in text for word in ("/home/", "/root", "/tmp", "127.0.0.1", "sha256"))
