"""The records choose the picture."""

from __future__ import annotations

import pytest

from cctl.core.plot.pick import Wanted, Wrong, picked
from cctl.core.plot.picture import Bars, Heat, Lines, Spans
from tests.plotted import EVERY, by_day_and_model, by_project, findings, sessions, stats
from tests.taste import REDACTOR

KINDS = {
    "bars": Bars,
    "flat": Bars,
    "heat": Heat,
    "lines": Lines,
    "context": Lines,
    "timeline": Spans,
    "findings": Bars,
}


@pytest.mark.parametrize("name", EVERY)
def test_the_picture_fits_the_records(name):
    assert isinstance(picked(EVERY[name](), Wanted()), KINDS[name])


def test_bars_add_up_and_have_the_budget():
    made = picked(by_day_and_model(), Wanted())
    assert len(made.labels) == 20 and {each.name for each in made.series} == {
        "claude-opus-5-5",
        "claude-haiku-4",
        "gpt-6-codex",
    }
    whole = sum(sum(each.values) for each in made.series)
    assert whole == pytest.approx(sum(each.get("cost_usd", 0) for each in by_day_and_model()))
    assert made.limits == (("budget day", 10.0),) and not made.flat


def test_names_lie_the_largest_first():
    made = picked(by_project(), Wanted())
    assert made.flat and made.labels[0].endswith("site")


def test_classes_of_tokens_and_another_axis():
    made = picked(by_day_and_model(), Wanted(y="tokens", by="class"))
    assert [each.name for each in made.series] == ["input", "output", "cache_write_5m", "cache_write_1h", "cache_read"]
    assert made.series[0].values[0] == 30.0
    by_model = picked(by_day_and_model(), Wanted(x="model", by="day"))
    assert by_model.flat and len(by_model.labels) == 3


def test_what_is_not_there_is_named():
    with pytest.raises(Wrong, match="no branch; they have day, model"):
        picked(by_day_and_model(), Wanted(by="branch"))


def test_a_kind_that_was_asked_for():
    mixed = [*by_project(), *sessions(), *findings()]
    assert isinstance(picked(mixed, Wanted(kind="timeline")), Spans)
    assert picked(mixed, Wanted(kind="findings", title="Mine")).title == "Mine"
    assert picked(by_project(), Wanted(kind="timeline")) is None


def test_nothing_to_draw():
    for records in (
        [],
        [{"type": "end"}],
        [{"type": "stats", "key": {}}],
        [{"type": "session"}],
        [{"type": "stats", "key": 3}],
    ):
        assert picked(records, Wanted()) is None


def test_many_names_become_others_and_many_bars_are_cut():
    rows = [stats({"day": f"2026-{m:02d}-{d:02d}", "model": f"m{d}"}, 1.0) for m in range(1, 5) for d in range(1, 26)]
    made = picked(rows, Wanted())
    assert len(made.labels) == 60 and made.note == "40 more not shown"
    assert made.series[-1].name == "18 others"


def test_unpriced_responses_are_told():
    assert picked([stats({"day": "2026-11-01"}, 1.0, unpriced=4)], Wanted()).note == "4 responses have no known price"


def test_hours_of_the_week_are_those_of_the_records():
    made = picked(EVERY["heat"](), Wanted())
    assert made.values[0][9] == 2.0 and made.values[0][8] == 0.0


def test_names_are_redacted():
    assert picked(by_project(), Wanted(), redactor=REDACTOR).labels[0] == "~/site"
    assert all("alice" not in lane.name for lane in picked(sessions(), Wanted(), redactor=REDACTOR).lanes)


def test_hostile_numbers():
    rows = [stats({"day": "2026-11-01"}, cost) for cost in (-1, "x", None, True, 1e300)]
    assert picked(rows, Wanted())
    rows[0]["tokens"] = "x"
    assert picked(rows, Wanted(y="tokens"))
