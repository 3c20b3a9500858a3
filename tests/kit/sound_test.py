"""Records whose known fields are what they are declared to be."""

from __future__ import annotations

import json

import pytest

from cctl.kit.sound import problem, sound
from tests.cctl_run import cctl
from tests.staged import story


class Skipping:
    """As much of a run as is used."""

    def __init__(self) -> None:
        self.skipped: list[str] = []
        self.told: list[str] = []
        self.say = self

    def skip(self, reason: str) -> None:
        self.skipped.append(reason)

    def warn(self, text: str) -> None:
        self.told.append(text)


@pytest.mark.parametrize(
    "record",
    [
        {"type": "call", "input": {"command": "x"}},
        {"type": "call", "id": None, "later": {"a": [1]}},
        {"type": "spend", "tokens": {"input": 3}},
        {"type": "somebody's own", "id": 5},
        {"type": "call", "\ud83d": 1, "id": "x"},
    ],
)
def test_missing_and_unknown_fields_are_fine(record):
    assert problem(record) == ""


@pytest.mark.parametrize(
    ("record", "place"),
    [
        ({"type": ["call"]}, "`type`"),
        ({}, "`type`"),
        ({"type": "call", "input": 5}, "$.input"),
        ({"type": "call", "id": {}}, "$.id"),
        ({"type": "spend", "tokens": {"input": "3"}}, "$.tokens.input"),
        ({"type": "call", "\ud83d": 1, "id": 5}, "$.id"),
    ],
)
def test_a_field_of_another_kind_is_named(record, place):
    assert place in problem(record)


def test_what_is_not_sound_is_counted():
    run = Skipping()
    good = {"type": "turn", "prompt": "x"}
    assert list(sound(run, [good, {"type": "turn", "prompt": 5}, {"type": None}, good])) == [good, good]
    assert run.skipped == ["bad_field", "bad_field"]
    assert len(run.told) == 1 and run.told[0].startswith("2 records") and "$.prompt" in run.told[0]


def test_a_film_of_edited_records_passes_over_the_broken_ones(tmp_path):
    records = story().records
    broken = [{**each, "input": 5} if each["type"] == "call" else each for each in records]
    done = cctl("record", "-", "-o", "a.txt", home=tmp_path, stdin=[*broken, {"type": {}}, *records])
    assert done.returncode == 0 and "records were passed over" in done.stderr, done.stderr
    assert json.loads(done.stdout.splitlines()[0])["status"] == "ok"
