"""What `doctor` says of the gate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cctl.host.verify import proof
from cctl.host.verify.client import Client, identity
from cctl.host.wiring.install import digest
from cctl.kit.check import hook
from tests.kit.check.checked import run_in
from tests.wired import Home

NOW = "2026-11-20T12:00:00.000Z"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path)
    made.records("init", "--agent", "claude")
    return made


def found(home: Home) -> dict[str, Any]:
    return {each.name: each for each in hook.checks(run_in(home.path))}


def prove(home: Home, *failed: str, ts: str = NOW, client: Client | None = None) -> None:
    text = (home.wiring / "hook.py").read_text()
    proof.save(str(home.wiring.parent), ts, client, digest(text), list(failed), 40)


def test_a_gate_that_was_never_wired_is_said_to_be_none(tmp_path: Path) -> None:
    told = found(Home(tmp_path))
    assert [(each.name, each.status) for each in told.values()] == [("hook", "advice")]
    assert "init" in told["hook"].todo


def test_a_gate_that_was_never_proven(home: Home) -> None:
    assert found(home)["hook proof"].status == "advice"
    assert found(home)["hook in claude user settings"].status == "ok"


def test_a_proof_is_told_with_its_client(home: Home, tmp_path: Path) -> None:
    path = tmp_path / "claude"
    path.write_text("x")
    prove(home, client=Client(str(path), "2.1.328", *identity(str(path))))
    told = found(home)["hook proof"]
    assert (told.status, told.message) == ("ok", "held on 2026-11-20 with Claude Code 2.1.328")
    path.write_text("another version")
    assert found(home)["hook proof"].message.endswith("the client has changed since")
    prove(home)
    assert found(home)["hook proof"].message.endswith("with the wired commands alone")


def test_a_proof_that_failed_or_is_of_another_launcher_or_old(home: Home) -> None:
    prove(home, "client: deny: denied and RAN")
    told = found(home)["hook proof"]
    assert (told.status, told.message[-27:]) == ("problem", "client: deny: denied and RAN"[-27:])
    prove(home, ts="2026-09-01T12:00:00.000Z")
    assert found(home)["hook proof"].message.endswith("80 days ago")
    prove(home)
    (home.wiring / "hook.py").write_text("changed")
    told = found(home)["hook proof"]
    assert (told.status, told.message[-30:]) == ("advice", "the launcher has changed since")
    (home.wiring / "hook.py").unlink()
    assert found(home)["hook proof"].status == "advice"


def test_drift_is_a_problem(home: Home) -> None:
    settings = json.loads(home.settings.read_text())
    del settings["hooks"]["PreToolUse"]
    home.settings.write_text(json.dumps(settings))
    assert found(home)["hook in claude user settings"].status == "problem"


def test_what_a_hook_cannot_stop_is_said_plainly(home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert "sandbox" in found(home)["hook limits"].message
    monkeypatch.setattr(hook, "PACKAGE", str(tmp_path / "lib/cctl"))
    assert "hook package" not in found(home)
    (tmp_path / "lib/.git").mkdir(parents=True)
    assert found(home)["hook package"].status == "advice"
