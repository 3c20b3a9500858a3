"""Records about money say nothing that isn't declared, and leave out nothing that must be there."""

from datetime import UTC
from functools import partial
from typing import Any

import pytest

from cctl.core.money.charge import charge
from cctl.core.money.reconcile import Said, reconcile
from cctl.core.spend.ask import Ask
from cctl.core.stats.answer import Question, answer
from cctl.core.stats.burn import Moment, burn, record
from cctl.core.stats.forecast import forecast
from cctl.core.when.grammar import Window
from cctl.records.export import schema_of
from cctl.records.schema.money import RECORDS
from tests.core.stats.telling import OPUS, TABLE, heard, spend

NOW = 1_781_962_200_000
STORE = heard(
    spend("a", "2026-06-20T12:00:00Z", OPUS, 1000), spend("b", "2026-06-19T12:00:00Z", OPUS, 1000, speed="fast")
)


def made() -> list[dict[str, Any]]:
    week = Window(NOW - 7 * 86_400_000, None)
    return [
        *answer(Question(NOW, by=("day", "model"), window=week, compare=True, total=True), STORE).records,
        record(burn([Moment(NOW, 5, 5)], NOW), NOW),
        *(found for period in ("block", "day", "week") if (found := forecast(period, STORE, now=NOW, zone=UTC))),
        reconcile(Said("s1", "claude", NOW, 5, {}), STORE.responses(Ask()), partial(charge, TABLE)),
        *(found for model in TABLE.models() if (found := TABLE.show(model, NOW))),
        *(found for model in ("opus", "claude-haiku-5-5") if (found := TABLE.show(model, 2 * NOW))),
    ]


@pytest.mark.parametrize("record", made(), ids=lambda each: each["type"])
def test_records_are_as_declared(record: dict[str, Any]) -> None:
    declared = schema_of(record["type"], RECORDS[record["type"]])
    assert set(declared["required"]) <= set(record) <= set(declared["properties"])
