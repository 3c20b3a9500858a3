"""`cctl brain mode`."""

from __future__ import annotations

from pathlib import Path

from tests import brain_home
from tests.contract import harness


def test_the_mode_is_told_and_changed_and_nothing_else(tmp_path: Path) -> None:
    assert harness.records(harness.run("brain mode", tmp_path).stdout)[0]["target"] == "on"
    path = tmp_path / ".config/cctl/config.toml"
    path.parent.mkdir(parents=True)
    path.write_text("# mine\n[brain]\npolicy = 'readonly' # strict\n")
    assert harness.records(harness.run("brain mode", tmp_path, "auto").stdout)[0]["status"] == "ok"
    assert path.read_text() == "# mine\n[brain]\nmode = \"auto\"\npolicy = 'readonly' # strict\n"
    assert harness.records(harness.run("brain mode", tmp_path).stdout)[0]["target"] == "auto"
    assert harness.records(harness.run("brain mode", tmp_path, "auto").stdout)[0]["status"] == "notneeded"
    assert [event["mode"] for event in brain_home.log(tmp_path).events()] == ["auto"]


def test_what_auto_lacks_is_said(tmp_path: Path) -> None:
    assert b"nothing is learned yet" in harness.run("brain mode", tmp_path, "auto").stderr
    brain_home.busy(tmp_path, 12)
    harness.run("brain learn", tmp_path)
    assert b"nothing is certified yet" in harness.run("brain mode", tmp_path, "auto").stderr
    assert harness.run("brain mode", tmp_path, "on").stderr == b""


def test_an_agent_and_a_wrong_word_are_refused(tmp_path: Path) -> None:
    assert harness.run("brain mode", tmp_path, "off", CLAUDECODE="1").returncode == 77
    assert harness.run("brain mode", tmp_path, "reckless").returncode == 2
    assert not (tmp_path / ".config").exists()


def test_a_broken_configuration_is_not_written_to(tmp_path: Path) -> None:
    path = tmp_path / ".config/cctl/config.toml"
    path.parent.mkdir(parents=True)
    path.write_text("[brain\n")
    assert harness.run("brain mode", tmp_path, "off").returncode == 78 and path.read_text() == "[brain\n"
