"""What a case looks up: project, links, memory, and never twice."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cctl.host.hook import case as subject
from tests.hooked import SESSION, Machine


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_project_is_the_repository_around(machine: Machine) -> None:
    inner = machine.project / "src/deep"
    inner.mkdir(parents=True)
    assert subject.project(str(inner), {}, str(machine.home)) == str(machine.project)


def test_without_a_repository_the_folder_itself(machine: Machine) -> None:
    plain = machine.home / "plain"
    plain.mkdir()
    assert subject.project(str(plain), {}, str(machine.home)) == str(plain)


@pytest.mark.parametrize("wide", ["/", "{home}", "{home}/..", "relative", ""])
def test_never_the_root_the_home_or_above(machine: Machine, wide: str) -> None:
    assert subject.project(wide.format(home=machine.home), {}, str(machine.home)) is None


def test_a_link_to_the_home_is_no_project(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(machine.home)
    assert subject.project(str(tmp_path / "link"), {}, str(machine.home)) is None


def test_the_home_as_a_repository_is_no_project(machine: Machine) -> None:
    (machine.home / ".git").mkdir()
    inner = machine.home / "notes"
    inner.mkdir()
    assert subject.project(str(inner), {}, str(machine.home)) == str(inner)


def test_the_clients_word_counts_for_folders_inside_of_it(machine: Machine) -> None:
    wide, other = str(machine.home / "work"), str(machine.home / "other")
    at = str(machine.project)
    assert subject.project(at, {"CLAUDE_PROJECT_DIR": wide}, str(machine.home)) == wide
    assert subject.project(at, {"CLAUDE_PROJECT_DIR": other}, str(machine.home)) == at
    assert subject.project(at, {"CLAUDE_PROJECT_DIR": "/"}, str(machine.home)) == at
    assert subject.project(at, {"CLAUDE_PROJECT_DIR": str(machine.home)}, str(machine.home)) == at


def test_the_project_of_the_sessions_start_holds(machine: Machine) -> None:
    machine.write(f"guard/{SESSION}.jsonl", '{"pin":{"project":"/somewhere"}}\n')
    assert machine.bash("ls").project == "/somewhere"
    assert machine.bash("ls").facts["project"] == "/somewhere"


def test_settings_of_the_sessions_start_hold(machine: Machine) -> None:
    machine.write(f"guard/{SESSION}.jsonl", '{"pin":{"brain.policy":"locked"}}\n')
    assert machine.bash("ls").settings.text("brain.policy") == "locked"


def test_links_are_followed_and_counted(machine: Machine, tmp_path: Path) -> None:
    (machine.project / "link").symlink_to(machine.home / ".ssh")
    case = machine.bash("ls")
    assert case.resolve(str(machine.project / "link/id")) == str(machine.home / ".ssh/id")
    with pytest.raises(ValueError, match="too many"):
        for _ in range(subject.LINKS):
            case.resolve("/x")


def test_a_hard_link_is_the_guarded_file_itself(machine: Machine) -> None:
    settings = machine.home / ".claude/settings.json"
    settings.parent.mkdir()
    settings.write_text("{}")
    os.link(settings, machine.project / "notes.txt")
    os.link(settings, machine.project / "other.txt")
    case = machine.bash("ls")
    assert case.resolve(str(machine.project / "notes.txt")) == str(settings)
    plain = machine.project / "plain"
    plain.write_text("")
    os.link(plain, machine.project / "twin")
    assert case.resolve(str(plain)) == str(plain)


def test_a_memory_that_cannot_be_read_remembers_the_worst(machine: Machine) -> None:
    (machine.state / f"guard/{SESSION}.jsonl").mkdir(parents=True)
    assert machine.bash("ls").memory.marks == {"many"}


def test_a_session_without_a_name_has_no_files(machine: Machine) -> None:
    case = machine.bash("ls", session_id="../../x")
    assert (case.spool, case.notebook) == ("", "")
    assert machine.judged(case)["decision"] == "allow"
    assert not (machine.state / "hook").exists()
    assert not (machine.state / "guard").exists()


def test_times_are_written_as_records_write_them(machine: Machine) -> None:
    case = machine.bash("ls")
    case.begun_ms = 1_795_176_754_029
    assert case.now == "2026-11-20T12:12:34.029Z"


def test_what_is_not_known_is_not_guessed(machine: Machine) -> None:
    case = machine.bash("ls", cwd=None)
    assert case.project is None
    assert case.call()["cwd"] is None
