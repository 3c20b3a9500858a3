"""What the client's run tells of each call; whole runs are in `tests/commands/hook_verify_test.py`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cctl.host.verify.canary import Canary
from cctl.host.wiring.install import Target
from cctl.kit import driving as subject
from cctl.kit.driving import Driven
from cctl.kit.proving import Proving
from tests.kit.check.checked import run_in
from tests.wired import Home

CALL = Canary("x", "Bash", {"command": "x"}, "deny", shows="MARK")


@pytest.fixture
def driven(tmp_path: Path) -> Iterator[Driven]:
    home = Home(tmp_path)
    home.records("init", "--agent", "claude")
    proving = Proving(run_in(home.path), "", drive=False)
    target = Target("claude", "user", str(home.settings))
    handlers = {
        event: entries[0]["hooks"][0] for event, entries in json.loads(home.settings.read_text())["hooks"].items()
    }
    yield Driven(proving, target, handlers)
    proving._clean()


def became(driven: Driven, decision: str, text: str, *, dialog: bool = False, made: bool = True) -> str:
    proving: Any = driven._proving
    proving.tried = lambda *given: SimpleNamespace(decision=decision)
    results = {"c": {"error": True, "text": text}} if made else {}
    found = {"results": results, "hits": [], "dialogs": ["c"] if dialog else []}
    return driven._became(CALL, "c", found).status


@pytest.mark.parametrize(
    ("decision", "text", "dialog", "status"),
    [
        ("deny", "hook error: cctl: SELF", False, "ok"),
        ("deny", "MARK", False, "problem"),
        ("deny", "nobody is here", True, "problem"),
        ("deny", "some other error", False, "problem"),
        ("ask", "nobody is here", True, "ok"),
        ("ask", "MARK", False, "problem"),
        ("allow", "MARK", False, "ok"),
        ("allow", "refused", False, "problem"),
        ("allow", "cctl: no verdict came about", True, "advice"),
        ("none", "MARK", False, "skipped"),
        ("none", "nobody", True, "ok"),
    ],
)
def test_what_became_of_a_call(driven: Driven, decision: str, text: str, dialog: bool, status: str) -> None:
    assert became(driven, decision, text, dialog=dialog) == status


def test_a_call_that_was_never_made_proves_nothing(driven: Driven) -> None:
    assert became(driven, "deny", "", made=False) == "problem"


def test_the_settings_of_the_run_are_ours_as_installed(driven: Driven) -> None:
    path = Path(driven._target.path)
    settings = json.loads(path.read_text())
    theirs = {"type": "command", "command": "theirs"}
    settings["hooks"]["PreToolUse"][0]["hooks"].append(theirs)
    settings["hooks"]["PreCompact"] = [{"hooks": [theirs]}]
    path.write_text(json.dumps(settings | {"disableAllHooks": False, "env": {"A": "b"}, "model": "x"}))
    found = driven._settings()
    assert set(found) == {"hooks", "disableAllHooks"}
    assert "theirs" not in json.dumps(found)
    assert found["hooks"]["PreToolUse"][0]["matcher"] == "*"
    assert list(driven._settings({"command": "broken"})["hooks"]) == ["PreToolUse"]
    path.write_text("{")
    assert driven._settings() == {"hooks": {}}


def test_events_are_read_from_the_spool(driven: Driven) -> None:
    spool = Path(driven._proving.wiring.state, "hook/s1.jsonl")
    spool.parent.mkdir(exist_ok=True)
    spool.write_text('{"event":"PreToolUse"}\n\n{"event":"Stop"}\n')
    found = {each.name: each.status for each in driven._events("s1")}
    assert found["client event PreToolUse"] == found["client event Stop"] == "ok"
    assert found["client event SessionStart"] == "problem"
    assert found["client event Notification"] == "skipped"


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ({"error": "boom"}, "boom"),
        ({"requests": 0, "status": 1, "stderr": "no key"}, "asked nothing"),
        ({"requests": 3, "ended": False, "status": -9, "stderr": ""}, "did not end"),
        ({"requests": 3, "ended": True}, ""),
    ],
)
def test_a_run_that_came_to_nothing_is_told(found: dict[str, Any], told: str) -> None:
    assert told in subject._trouble(found)
    assert bool(subject._trouble(found)) is bool(told)
