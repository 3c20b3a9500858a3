"""What is asked of the memory of what was done."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.host.activity import ask
from tests.host.activity.store_test import ONE, STORY, TWO, Machine, user


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    made = Machine(tmp_path)
    (made.folder / f"{ONE}.jsonl").write_text("".join(STORY))
    (made.folder / f"{TWO}.jsonl").write_text(user(TWO, "v1", "paint the bikeshed green", 20))
    made.update()
    return made


def test_deeds_of_a_stretch_come_in_order_with_their_outcome(machine: Machine) -> None:
    done = list(ask.done(machine.connection, 0, 2**50, None))
    assert [each.deed.mark or each.deed.kind for each in done] == ["human", "test", "edit", "commit", "human"]
    assert [each.outcome.error if each.outcome else None for each in done] == [None, 1, 0, 0, None]
    assert {each.project for each in done} == {"/p"}
    first = done[0].deed.ms
    assert [each.deed.id for each in ask.done(machine.connection, first, first + 1, None)] == ["u1"]


def test_text_is_found_in_prompts_commands_and_files(machine: Machine) -> None:
    def found(text: str) -> list[str]:
        return [hit.deed.id for hit in ask.search(machine.connection, text, 10, None)]

    assert found("bikeshed") == ["v1"]
    assert found("bikes") == ["v1"], "the last word may be a beginning"
    assert found("pytest") == ["toolu_1"]
    assert found("a.py") == ["toolu_2"]
    assert found('"green bikeshed"') == []
    assert found("nothing-like-this") == []
    assert found("") == []


@pytest.mark.parametrize("text", ['"', "AND OR NOT", "a*b", "col:x", "(", "NEAR(", "--", "\x00", 'x"y'])
def test_no_text_is_a_broken_query(machine: Machine, text: str) -> None:
    assert isinstance(ask.search(machine.connection, text, 5, None), list)


def test_only_homes_that_are_asked_for_count(machine: Machine, tmp_path: Path) -> None:
    assert ask.figures(machine.connection, [str(tmp_path / ".claude")]).keys() == {ONE, TWO}
    assert ask.figures(machine.connection, ["/elsewhere"]) == {}
    assert ask.search(machine.connection, "bikeshed", 5, ["/elsewhere"]) == []


def test_transcripts_are_known_by_session(machine: Machine) -> None:
    path, mtime = ask.transcripts(machine.connection)[ONE]
    assert path.endswith(f"{ONE}.jsonl")
    assert mtime > 0
