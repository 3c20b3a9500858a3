"""A report holds what is there, under anchors that never change, without names and secrets."""

from __future__ import annotations

from cctl.core.report.build import build
from cctl.core.report.field import Gathered
from tests.planted import corpus, left
from tests.reported import FRAME, PAGE, gathered

ANCHORS = "spend models projects sessions findings verdicts conflicts work files budget habits"


def test_every_section_has_its_anchor():
    assert [each.anchor for each in PAGE.sections] == ANCHORS.split()


def test_a_section_without_records_is_left_out():
    only = build(Gathered(others=gathered().others), FRAME)
    assert [each.anchor for each in only.sections] == ["findings", "verdicts", "conflicts", "budget"]
    assert build(Gathered(), FRAME).sections == ()


def test_rows_are_as_wide_as_their_columns():
    for section in PAGE.sections:
        for table in section.tables:
            assert all(len(row) == len(table.columns) for row in table.rows), section.anchor


def test_home_and_user_are_hidden_everywhere():
    assert "alice" not in repr(PAGE)
    assert "alice" in repr(build(gathered(), FRAME._replace(redactor=None)))


def test_planted_secrets_are_hidden_everywhere():
    planted = corpus()
    given = gathered()
    told = [
        {**given.sessions[0], "session": f"s{at}", "title": each.text.replace("\n", " ")}
        for at, each in enumerate(planted)
    ]
    found = [{**given.others[0], "message": each.text} for each in planted]
    shown = repr(build(given._replace(sessions=told, others=found), FRAME))
    plain = [each for each in planted if "\n" not in each.text or each.way == "plain"]
    assert [left(each, shown) for each in plain] == [[]] * len(plain)


def test_hostile_records():
    wrong = {"key": 3, "tokens": "x", "cost_usd": "y", "verdict": {"decision": 3}, "breaches": 3, "tests": 3}
    kinds = ("stats", "session", "finding", "call", "budget", "gate", "summary")
    odd = [{"type": kind, **wrong, "commits": 3, "files": [3]} for kind in kinds]
    assert build(Gathered(odd, odd, odd, odd[0], odd, odd, odd), FRAME)
