"""The counters of the cards."""

from __future__ import annotations

from cctl.core.reel.story import Story
from cctl.core.reel.tally import Tally
from tests.staged import story
from tests.taste import TASTE


def test_counters_of_the_whole_and_of_a_stretch():
    made = Story(TASTE)
    for record in story().records:
        made.feed(record)
    whole = made.tally.counters()
    assert (whole["edits"], whole["files"], whole["commits"], whole["tests_red"], whole["tests_green"]) == (
        3,
        3,
        1,
        1,
        1,
    )
    assert whole["added"] == 35 and whole["removed"] == 2
    assert whole["cost_usd"] == 0.1 and whole["tokens"] == 12000
    assert "edits" not in made.tally.counters(start="2027")
    assert made.tally.card()["branch"] == "main"


def test_sightings_of_one_response_are_one():
    tally = Tally()
    for tokens, cost in ((10, 0.1), (30, 0.3), (20, 0.2)):
        tally.see(
            {"type": "spend", "ts": "2026", "id": "a", "tokens": {"input": tokens, "total": tokens}, "cost_usd": cost}
        )
    assert tally.counters() == {"tokens": 30, "responses": 1, "cost_usd": 0.3}


def test_an_unknown_price_is_counted():
    tally = Tally()
    tally.see({"type": "spend", "ts": "2026", "id": "a", "tokens": {"input": 1}})
    assert tally.counters() == {"tokens": 1, "responses": 1, "unpriced": 1}


def test_a_session_lasts_until_the_last_thing_that_counts():
    tally = Tally()
    tally.see({"type": "turn", "ts": "2026-11-20T09:00:00.000Z"})
    tally.add({"type": "notice", "ts": "2026-11-20T09:00:05.000Z"}, "compaction")
    tally.add({"type": "notice", "ts": "2026-11-20T09:00:09.000Z"}, "interrupt", 0)
    assert tally.card()["last"] == "2026-11-20T09:00:05.000Z"
