"""What goes on in time."""

from __future__ import annotations

from datetime import UTC

from cctl.core.plot.course import context, course, timeline
from tests.plotted import TS, day_with_forecast, one_context, sessions, stats


def test_spend_only_grows_and_the_forecast_begins_where_it_ends():
    made = course(day_with_forecast(), UTC)
    spent, expected, low, high = made.tracks
    values = [value for _, value in spent.points]
    assert values == sorted(values) and values[-1] == 7.0
    assert expected.dashed and expected.points[0] == spent.points[-1] and expected.points[1][1] == 13.0
    assert low.points[1][1] < expected.points[1][1] < high.points[1][1]
    assert made.limits == (("budget day", 15.0),) and "0.50 an hour" in made.note


def test_what_was_spent_before_the_period_is_not_in_it():
    before = stats({"hour": "2026-11-19T10:00:00+00:00"}, 50.0)
    assert course([before, *day_with_forecast()], UTC).tracks[0].points[-1][1] == 7.0


def test_rows_of_one_time_are_one_point():
    made = course([stats({"day": "2026-11-01", "model": m}, 1.0) for m in "ab"], UTC)
    assert [value for _, value in made.tracks[0].points] == [2.0]


def test_context_falls_at_a_compaction():
    made = context(one_context())
    assert len(made.events) == 1
    values = dict(made.tracks[0].points)
    before = max(value for ms, value in values.items() if ms < made.events[0].ms)
    assert before > min(value for ms, value in values.items() if ms >= made.events[0].ms)


def test_context_as_watch_tells_it():
    told = [
        {"type": "session", "ts": TS, "session": "s", "context_tokens": 5, "context_window": 200},
        {
            "type": "session",
            "ts": "2026-11-20T12:01:00.000Z",
            "session": "s",
            "context_tokens": 9,
            "context_window": 200,
        },
    ]
    made = context(told)
    assert [value for _, value in made.tracks[0].points] == [5.0, 9.0] and made.limits[0].value == 200


def test_states_as_watch_tells_them():
    told = [
        {"type": "session", "session": "s", "ts": f"2026-11-20T12:0{at}:00.000Z", "state": state}
        for at, state in enumerate(("processing", "processing", "needs_input", "processing", "finished"))
    ]
    (lane,) = timeline(told).lanes
    assert [each.state for each in lane.stretches] == ["processing", "needs_input", "processing"]
    assert lane.stretches[0].end == lane.stretches[1].start


def test_lanes_from_history():
    made = timeline(sessions())
    assert len(made.lanes) == 8 and made.lanes[0].name == "site: Job 0"
    assert all(each.end >= each.start for lane in made.lanes for each in lane.stretches)
    assert timeline([{"type": "session", "session": "s", "ts": ""}]) is None
