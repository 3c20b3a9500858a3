"""Sums are the sums of the records."""

from __future__ import annotations

import pytest

from cctl.core.report import spent
from tests.plotted import by_day_and_model
from tests.reported import FRAME, gathered

GIVEN = gathered()


def test_facts_with_those_of_the_window_before():
    facts = {fact.key: fact for fact in spent.facts(GIVEN)}
    assert (facts["cost_usd"].value, facts["cost_usd"].before) == (143.0, 100.0)
    assert facts["sessions"].value == 8 and facts["errors"].value == 4 and facts["unpriced"].value == 2


def test_days_and_models_add_up():
    whole = sum(each.get("cost_usd", 0) for each in by_day_and_model())
    for section in (spent.spend(GIVEN, FRAME), spent.models(GIVEN, FRAME)):
        assert sum(row[1] for row in section.tables[0].rows) == pytest.approx(whole)
    assert [row[0] for row in spent.spend(GIVEN, FRAME).tables[0].rows] == sorted(
        row[0] for row in spent.spend(GIVEN, FRAME).tables[0].rows
    )


def test_the_budget_is_in_the_picture_and_in_its_table():
    assert spent.spend(GIVEN, FRAME).pictures[0].limits[0].value == 10.0
    table = spent.budget(GIVEN, FRAME).tables[0]
    assert table.rows == (("day", "2026-11-20", 3.0, 10.0, 0.3, "ok"),)
    assert spent.budget(GIVEN, FRAME).tables[1].rows == (("no", 11.0, "max-usd"),)


def test_projects_by_cost_and_habits():
    assert spent.projects(GIVEN, FRAME).tables[0].rows[0][1] == 12.4
    assert len(spent.habits(GIVEN, FRAME).pictures) == 1
