"""Types of values, and what is said of wrong ones."""

from __future__ import annotations

from typing import Any

import pytest

from cctl.core.plan import key
from cctl.core.plan.task import Problem


@pytest.mark.parametrize(
    ("read", "value", "found"),
    [
        (key.duration, "1h30m", 5400.0),
        (key.duration, 2, 2.0),
        (key.minutes, 1.5, 90.0),
        (key.dollars, 3, 3.0),
        (key.words, "a", ("a",)),
        (key.argv, ["a", ""], ("a", "")),
        (key.variables, {"B": "2", "A": "1"}, (("A", "1"), ("B", "2"))),
        (key.inside, ["a/b"], ("a/b",)),
        (key.count, 0, 0),
    ],
)
def test_right_values(read: Any, value: Any, found: Any) -> None:
    assert read(value) == found


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (key.text, " "), (key.text, 1), (key.text, "a\0"), (key.flag, 1), (key.positive, 0), (key.count, 1001),
        (key.dollars, 0), (key.dollars, float("nan")), (key.dollars, True), (key.duration, -1), (key.duration, True),
        (key.duration, None), (key.minutes, "1"), (key.argv, []), (key.argv, [""]), (key.argv, ["a", "b\0"]),
        (key.words, [""]), (key.inside, ["a/../b"]), (key.inside, ["~x"]), (key.variables, {"": "x"}),
        (key.choice("a"), "b"),
    ],
)  # fmt: skip
def test_wrong_values(read: Any, value: Any) -> None:
    with pytest.raises(key.Wrong):
        read(value)


def test_a_key_that_is_not_known_gets_its_neighbour() -> None:
    problems: list[Problem] = []
    assert key.taken({"promt": "x", "zzz": 1, "name": None}, key.TASK, "task 'a'", problems) == {}
    first, second = (str(each) for each in problems)
    assert first == "task 'a': unknown key 'promt'; did you mean 'prompt'?"
    assert "known are" in second
