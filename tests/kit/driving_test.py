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
from cctl.kit.check import Check
from cctl.kit.driving import Driven
from cctl.kit.proving import Proving
from tests.kit.check.checked import run_in
from tests.wired import Home

LATE = "cctl: no verdict came about in time"
HELD, FAILED = Check("client: x", "ok", "held"), Check("client: x", "problem", "RAN")
TIMED_OUT = Check("client: x", "advice", "the hook ran out of time and asked")
LOST = Check("client event Stop", "problem", "did not reach the hook")
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


def became(driven: Driven, decision: str, text: str, *, why: str | None = None, made: bool = True) -> Check:
    proving: Any = driven._proving
    proving.tried = lambda *given: SimpleNamespace(decision=decision)
    results = {"c": {"error": True, "text": text}} if made else {}
    found = {"results": results, "hits": [], "dialogs": {} if why is None else {"c": why}}
    return driven._became(CALL, "c", found)


@pytest.mark.parametrize(
    ("decision", "text", "why", "status", "told"),
    [
        ("deny", "hook error: cctl: SELF", None, "ok", "denied and did not run"),
        ("deny", "MARK", None, "problem", "denied and RAN"),
        ("deny", "MARK", LATE, "problem", "denied and RAN"),
        ("deny", "nobody is here", "", "problem", "the hook was not asked"),
        ("deny", "nobody is here", "cctl: NET_SEND sends", "problem", "the hook asked about it: cctl: NET_SEND"),
        ("deny", "nobody is here", LATE, "advice", "ran out of time"),
        ("deny", f"hook error: {LATE}", None, "advice", "ran out of time"),
        ("deny", "some other error", None, "problem", "the hook was not asked"),
        ("ask", "nobody is here", "cctl: x", "ok", "after a no"),
        ("ask", "MARK", None, "problem", "RAN"),
        ("allow", "MARK", None, "ok", "allowed and ran"),
        ("allow", "refused", None, "problem", "did not run"),
        ("allow", "nobody is here", LATE, "advice", "ran out of time"),
        ("none", "MARK", None, "skipped", "left to the client"),
        ("none", "nobody", "", "ok", "after a no"),
    ],
)
def test_what_became_of_a_call(
    driven: Driven, decision: str, text: str, why: str | None, status: str, told: str
) -> None:
    found = became(driven, decision, text, why=why)
    assert (found.status, told in found.message) == (status, True), found


@pytest.mark.parametrize(
    ("runs", "taken", "status", "told"),
    [
        ([[HELD]], 1, "ok", "held"),
        ([[TIMED_OUT], [HELD]], 2, "ok", "held; in 1 of 2 runs it did not"),
        ([[TIMED_OUT]] * 3, 3, "advice", "the hook ran out of time and asked in 3 of 3 runs"),
        ([[HELD, LOST], [HELD]], 2, "ok", "held"),
        ([[FAILED, LOST], [HELD]], 1, "problem", "RAN"),
        ([[FAILED], [HELD]], 1, "problem", "RAN"),
        ([[TIMED_OUT], [FAILED], [HELD]], 2, "problem", "RAN"),
    ],
)
def test_a_busy_machine_gets_another_run_and_a_gate_that_fails_gets_none(
    driven: Driven, runs: list[list[Check]], taken: int, status: str, told: str
) -> None:
    left = list(runs)
    driven._gate = lambda: iter(left.pop(0))  # type: ignore[method-assign]  # runs of a client that take no time
    found = driven.gate()[0]
    assert (found.status, found.message, len(runs) - len(left)) == (status, told, taken)


def test_a_call_that_was_never_made_proves_nothing(driven: Driven) -> None:
    assert became(driven, "deny", "", made=False).status == "problem"


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
