"""What fits into the time is the best of it."""

from __future__ import annotations

import pytest

from cctl.core.reel.choose import GROUPS, Cut, chosen, seconds, within
from cctl.core.reel.story import Story
from tests.staged import long, story
from tests.taste import TASTE


def moments(stage):
    made = Story(TASTE)
    for record in stage.records:
        made.feed(record)
    return made.moments()


@pytest.mark.parametrize("most", [20, 60, 120])
def test_the_time_is_kept_and_the_order_too(most):
    every = moments(long())
    kept = chosen(every, Cut(max_seconds=most), TASTE)
    assert sum(seconds(each, TASTE) for each in kept) <= most
    assert [each["ts"] for each in kept] == sorted(each["ts"] for each in kept)
    assert {each["part"] for each in kept} <= {each["part"] for each in kept if each["kind"] == "prompt"}


def test_the_best_of_every_kind_is_shown_before_the_rest():
    every = moments(long())
    kept = chosen(every, Cut(max_seconds=60), TASTE)
    kinds = {each["kind"] for each in kept}
    assert kinds >= {"edit", "test", "commit"}
    assert any("green" in each["tags"] for each in kept) and any("fix" in each["tags"] for each in kept)
    worst = min(each["score"] for each in kept if each["kind"] == "edit")
    assert worst >= max(each["score"] for each in every if each["kind"] == "edit") * 0.8
    parts = [each["part"] for each in kept if each["kind"] == "prompt"]
    assert parts[-1] - parts[0] >= 20, "equals are spread over the session"


def test_noise_is_never_shown_unless_asked_for():
    every = moments(story())
    assert not [each for each in chosen(every, Cut(), TASTE) if each["kind"] == "look"]
    all_ = chosen(every, Cut(max_seconds=0, select=frozenset(GROUPS)), TASTE)
    assert len(all_) == len(every)


def test_kinds_and_stretches():
    every = moments(story())
    edits = chosen(every, Cut(select=frozenset(("edits",))), TASTE)
    assert {each["kind"] for each in edits} == {"edit"}
    second = next(each for each in every if each["kind"] == "prompt" and each["part"] == 2)
    assert {each["part"] for each in within(every, Cut(first=second["id"]))[0]} == {2}
    assert within(every, Cut(final=second["id"].partition(":")[2]))[0][-1] is second
    last, start, _ = within(every, Cut(last_s=10))
    assert 0 < len(last) < len(every) and all(each["ts"] >= start for each in last)
