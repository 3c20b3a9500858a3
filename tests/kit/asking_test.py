"""What plans ask of this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cctl.host.plan.hands import Failed
from cctl.host.world import World
from cctl.kit.asking import asked_model, has_transcript
from tests.model_server import Model, serving


class Asker:
    """As much of a run as is asked for."""

    def __init__(self, home: Path, **settings: Any) -> None:
        self.world = World({"HOME": str(home)})
        self._settings = {
            "llm_model": "m",
            "llm_url": "",
            "llm_kind": "ollama",
            "llm_remote": False,
            "llm_key_file": "",
        } | settings

    def setting(self, name: str) -> Any:
        return self._settings[name.partition(".")[2]]


def ask(home: Path, model: Model, **settings: Any) -> str:
    return asked_model(Asker(home, llm_url=model.url, llm_kind=model.kind, **settings), "q", budget_s=5.0)  # type: ignore[arg-type]  # see above


@pytest.mark.parametrize("kind", ["ollama", "openai"])
def test_an_answer_in_either_tongue(tmp_path: Path, kind: str) -> None:
    raw = b'{"message":{"content":"PASS"}}' if kind == "ollama" else b'{"choices":[{"message":{"content":"PASS"}}]}'
    with serving(Model(kind)) as model:
        model.raw = raw
        assert ask(tmp_path, model) == "PASS"
    assert model.asked[0]["messages"] == [{"role": "user", "content": "q"}]


@pytest.mark.parametrize(
    ("raw", "status", "said"),
    [(b"{}", 200, "did not answer as"), (b"x", 200, "did not answer as"),
     (b'{"message":{"content":" "}}', 200, "nothing"),
     (b"{}", 500, "status 500")],
)  # fmt: skip
def test_no_answer_is_said_to_be_none(tmp_path: Path, raw: bytes, status: int, said: str) -> None:
    with serving(Model()) as model:
        model.raw, model.status = raw, status
        with pytest.raises(Failed, match=said):
            ask(tmp_path, model)
    with pytest.raises(Failed, match="did not answer"):
        ask(tmp_path, model)
    with pytest.raises(Failed, match="no model"):
        ask(tmp_path, model, llm_model="")


def test_a_session_that_was_begun_has_a_transcript(tmp_path: Path) -> None:
    run: Any = Asker(tmp_path)
    for path in (".claude/projects/-p/one.jsonl", ".codex/sessions/2026/11/20/rollout-x-two.jsonl"):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).touch()
    assert has_transcript(run, "claude", "one")
    assert has_transcript(run, "codex", "two")
    assert not has_transcript(run, "claude", "two")
    assert not has_transcript(run, "claude", "")
