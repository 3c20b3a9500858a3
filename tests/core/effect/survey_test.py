"""The survey of a call."""

import pytest

from cctl.core.effect.survey import heavier
from cctl.core.shell.word import Word
from tests.gate import codes, survey


def word(text: str, **marks: bool) -> Word:
    return Word(text, text, 0, len(text), **marks)


@pytest.mark.parametrize(
    ("text", "marks", "expected"),
    [
        ("src/*.py", {"glob": True}, "project"),
        ("*", {"glob": True}, "project"),
        (".e*", {"glob": True}, "secret"),
        ("id_?sa", {"glob": True}, "secret"),
        ("/et?/x", {"glob": True}, "root"),
        ("~/.ssh/*", {"glob": True}, "secret"),
        ("/tmp/", {"dynamic": True}, "unknown"),
        ("/etc/", {"dynamic": True}, "system"),
        ("", {"dynamic": True}, "unknown"),
        ("*/../../x", {"glob": True}, "outside"),
    ],
)
def test_a_vague_path_is_as_bad_as_what_is_known_of_it(text: str, marks: dict[str, bool], expected: str) -> None:
    assert survey().place(word(text, **marks)) == expected


def test_a_folder_in_doubt_counts_as_the_worst() -> None:
    found = survey()
    found.also = ("/etc",)
    assert found.place(word("x")) == "system"


def test_the_heavier_place_wins() -> None:
    assert heavier("project", "secret") == "secret"
    assert heavier("cctl-self", "secret") == "cctl-self"


def test_standard_streams_are_no_files() -> None:
    assert codes("cat -") == {"INFO"}


def test_a_cd_that_may_fail_leaves_both_folders_open() -> None:
    assert "DELETE_RECURSIVE" in codes("cd /; rm -rf *") | codes("cd ~; rm -rf .")
