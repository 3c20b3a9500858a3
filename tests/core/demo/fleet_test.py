"""The demonstration's fleet."""

from __future__ import annotations

import json

from cctl.core.agent import agents
from cctl.core.agent.spec import Origin
from cctl.core.demo import fleet

START = 1_790_000_000_000


def test_the_story_is_in_order_and_always_the_same() -> None:
    story = fleet.story(START)
    assert [moment.at_s for moment in story] == sorted(moment.at_s for moment in story)
    assert story == fleet.story(START)
    assert {moment.session for moment in story} == set(fleet.SESSIONS)


def test_every_line_is_one_that_the_client_would_write() -> None:
    for session in fleet.SESSIONS:
        reader = agents()["claude"].open(Origin("x", session.id))
        lines = [line for moment in fleet.story(START) if moment.session == session for line in moment.lines]
        kinds = [
            record["type"] for number, line in enumerate(lines, 1) for record in reader.read(line.encode(), number)
        ]
        assert {"session", "turn", "call", "result", "spend"} <= set(kinds)
        assert reader.skipped == {}


def test_ids_are_told_once() -> None:
    ids = [json.loads(line)["uuid"] for moment in fleet.story(START) for line in moment.lines]
    assert len(ids) == len(set(ids))


def test_places_are_those_of_the_client() -> None:
    assert fleet.path(fleet.SHOP) == f"projects/-home-demo-shop/{fleet.SHOP.id}.jsonl"
