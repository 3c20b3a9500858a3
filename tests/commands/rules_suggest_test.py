"""`cctl rules suggest`."""

from __future__ import annotations

import tomllib
from pathlib import Path

from tests.commands.brain_decide_test import call
from tests.contract import harness


def approved(command: str, count: int = 6) -> bytes:
    given = b""
    for at in range(count):
        told = {"session": f"s{at}", "agent": "claude"}
        given += call(command, id=f"c{at}", **told)
        given += harness.line("result", call=f"c{at}", error=False, accepted={"by": "human"}, **told)
    return given


def test_what_was_approved_is_proposed_as_a_rule(tmp_path: Path) -> None:
    done = harness.run("rules suggest", tmp_path, "-", stdin=approved("acme status"))
    [found, end] = harness.records(done.stdout)
    assert (found["name"], found["saves"], found["sessions"], end["exit"]) == ("acme", 6, 6, 0)
    assert tomllib.loads(found["rule"])["rules"][0]["arg"] == "status"
    assert not (tmp_path / ".config").exists()


def test_toml_can_be_pasted(tmp_path: Path) -> None:
    done = harness.run("rules suggest", tmp_path, "-", "--toml", stdin=approved("acme status") + approved("git push"))
    (tmp_path / "r.toml").write_bytes(done.stdout)
    assert len(tomllib.loads(done.stdout.decode())["rules"]) == 2
    assert harness.run("rules lint", tmp_path, "r.toml").returncode == 0


def test_without_answers_there_is_nothing_to_learn_from(tmp_path: Path) -> None:
    done = harness.run("rules suggest", tmp_path, "-", stdin=call("acme"))
    assert done.returncode == 20 and b"no answers" in done.stderr
