"""The settings of a verdict: compiled once, read anew after every change, loosened by no repository."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cctl.core.hook.setting import DEFAULTS
from cctl.host.hook import settings as subject
from tests.hooked import Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def held(machine: Machine) -> subject.Settings:
    return subject.load(machine.places(), str(machine.project))


def test_without_files_the_defaults_hold_and_nothing_is_written(machine: Machine) -> None:
    assert held(machine).values == DEFAULTS
    assert not machine.state.exists()


def test_a_file_is_read_once_until_it_changes(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.configure('[brain]\npolicy = "readonly"\n')
    assert held(machine).text("brain.policy") == "readonly"
    with monkeypatch.context() as without:
        without.setitem(__import__("sys").modules, "cctl.host.hook.compile", None)
        assert held(machine).text("brain.policy") == "readonly"
    machine.configure('[brain]\npolicy = "locked"\n')
    assert held(machine).text("brain.policy") == "locked"
    (machine.config / "config.toml").unlink()
    assert held(machine).text("brain.policy") == "workspace"


def test_a_repository_only_tightens(machine: Machine) -> None:
    machine.configure('[brain]\npolicy = "readonly"\n')
    (machine.project / ".cctl.toml").write_text('[brain]\npolicy = "workspace"\n')
    found = held(machine)
    assert found.text("brain.policy") == "readonly"
    assert "may only tighten" in found.problem
    (machine.project / ".cctl.toml").write_text('[brain]\npolicy = "locked"\n')
    found = held(machine)
    assert (found.text("brain.policy"), found.problem) == ("locked", "")


@pytest.mark.parametrize("text", ["policy = [", '[brain]\npolicy = "open"\n', "[hook]\nbogus = 1\n", "\xff\xfe"])
def test_mistakes_are_told_with_their_place(machine: Machine, text: str) -> None:
    machine.configure("")
    (machine.config / "config.toml").write_bytes(text.encode("latin-1"))
    for _ in range(2):  # read, and from what was compiled
        found = held(machine)
        assert "config.toml" in found.problem
        assert found.values == DEFAULTS


def test_what_was_compiled_is_not_believed_of_another_file(machine: Machine) -> None:
    machine.configure('[brain]\npolicy = "locked"\n')
    held(machine)
    kept = next((machine.state / "compiled").iterdir())
    document = json.loads(kept.read_text())
    for stamps in ([[1, 2, 3]], [], None):
        kept.write_text(json.dumps(document | {"stamps": stamps, "values": {}}))
        assert held(machine).text("brain.policy") == "locked"
    kept.write_text("garbage")
    assert held(machine).text("brain.policy") == "locked"


def test_a_value_that_no_order_knows_is_the_strictest() -> None:
    assert subject.Settings({"brain.policy": "open"}).text("brain.policy") == "locked"


def test_the_environment_is_no_layer(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CCTL_BRAIN__MODE", "off")
    machine.configure('[hook]\nunknown = "host"\n')
    assert held(machine).text("brain.mode") == "on"


def test_the_projects_file_is_looked_for_up_to_the_repositorys_top(machine: Machine) -> None:
    inner = machine.project / "a/b"
    inner.mkdir(parents=True)
    assert subject.project_file(str(inner), str(machine.home)) == ""
    (machine.home / "work/.cctl.toml").write_text("")
    assert subject.project_file(str(inner), str(machine.home)) == ""
    (machine.project / ".cctl.toml").write_text("")
    assert subject.project_file(str(inner), str(machine.home)) == str(machine.project / ".cctl.toml")
    assert subject.project_file("relative", str(machine.home)) == ""
    assert subject.project_file(str(machine.home), str(machine.home)) == ""
