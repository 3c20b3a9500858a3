"""A real client's dialogs become answers: what was approved, what was rejected, and what a model had said before."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.contract import harness
from tests.model_server import Model, serving
from tests.real_client import ENTER, ESCAPE, Terminal, clients, eventually

SESSION = "00000000-0000-4000-8000-00000000cccc"
FIRST, SECOND = "python3 -c 'print(\"TUI1\")'", "python3 -c 'print(\"TUI2\")'"


def run(home: Path, name: str, *arguments: str, **more: Any) -> list[dict[str, Any]]:
    """The records of a verb, in this home at the time that it is."""
    env = {"CCTL_NOW": ""}
    done = harness.run(name, home, *arguments, **(env | more))
    return harness.records(done.stdout)


def told_beforehand(home: Path, model: Model) -> None:
    """Ask the model about both calls: the client's network has nobody else in it, but what was said is kept."""
    config = home / ".config/cctl/config.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(f'[brain]\nllm = "advise"\nllm_url = "{model.url}"\nllm_model = "tiny"\n')
    facts = {"home": str(home), "project": str(home / "proj")}
    calls = b"".join(
        harness.line("call", tool="Bash", input={"command": command}, cwd=str(home / "proj"), facts=facts)
        for command in (FIRST, SECOND)
    )
    assert all(each["verdict"]["note"] for each in run(home, "brain decide", stdin=calls)[:2])


@pytest.mark.real_client
@pytest.mark.shared
def test_what_is_answered_at_a_dialog_is_an_answer(tmp_path: Path) -> None:
    clients()
    assert run(tmp_path, "init")[-1]["status"] == "ok"
    with serving(Model()) as model:
        told_beforehand(tmp_path, model)
    terminal = Terminal(tmp_path, "claude-tui", "--permission-mode", "default", "--session-id", SESSION)

    def asks(text: str) -> bool:
        return "to proceed?" in terminal.shown and text in terminal.shown

    def past() -> list[Path]:
        return list((tmp_path / ".claude/projects").rglob(f"{SESSION}.jsonl"))

    try:
        assert eventually(lambda: "for shortcuts" in terminal.shown, 60)
        terminal.type(b"begin", ENTER)
        assert eventually(lambda: asks("TUI1")), terminal.shown
        terminal.type(ENTER)
        assert eventually(lambda: asks("TUI2")), terminal.shown
        terminal.type(ESCAPE)
        assert eventually(lambda: any("user-rejected" in each.read_text() for each in past()))
    finally:
        terminal.close()
    run(tmp_path, "brain learn")
    asked = {
        each["input"]["command"]: (each.get("answer"), each.get("answered_by"))
        for each in run(tmp_path, "brain log", "--since", "all")
        if each["type"] == "decision" and each["tool"] == "Bash"
    }
    assert asked == {FIRST: ("allow", "dialog"), SECOND: ("deny", "rejected")}
    events = run(tmp_path, "brain export", "--since", "all")
    assert [each["verdict"] for each in events if each.get("event") == "opinion"] == ["deny", "deny"]
    assert [each["status"] for each in run(tmp_path, "brain log", "--verify") if each["type"] == "check"] == ["ok"]
