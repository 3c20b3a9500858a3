"""A week of answers in seeded worlds: whether certificates keep their bound, whatever its human and the agent are like.

In each world a human with a mind of his own answers an agent's calls; what is certified he no longer sees, but for its
audits. The promise: in at most one of twenty worlds do wrong allows make up more than the certified share.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from tests.learning import TERMS, Outcome, World

DAYS = 7


class Kind(NamedTuple):
    """One kind of world, and in how many of a hundred certificates must come about at least and at most."""

    calls: int
    certified: tuple[int, int]
    made: dict[str, Any]
    drift: float = 0.0
    poison: float = 0.0


STEADY = {
    "of one mind": Kind(1600, (95, 100), {"noise": 0.0}),
    "wavering at 1 %": Kind(1600, (75, 100), {"noise": 0.01}),
    "wavering at 3 %": Kind(1600, (0, 25), {"noise": 0.03}),
    "as often wrong as may be": Kind(1600, (0, 5), {"noise": 0.05}),
    "too often wrong": Kind(1600, (0, 1), {"noise": 0.08}),
    "denying much": Kind(1600, (60, 100), {"noise": 0.0, "never": 0.2, "mixed": 0.3}),
    "far-reaching calls, of one mind": Kind(3200, (30, 90), {"level": "T2", "noise": 0.0}),
    "far-reaching calls, wavering": Kind(3200, (0, 5), {"level": "T2", "noise": 0.01}),
    "a fifth of it poison": Kind(2000, (70, 100), {"noise": 0.01}, poison=0.2),
    "half of it poison": Kind(3200, (70, 100), {"noise": 0.01}, poison=0.5),
}
CHANGING = {
    "a tenth thought otherwise": Kind(3200, (95, 100), {"noise": 0.0}, drift=0.1),
    "a third thought otherwise": Kind(3200, (95, 100), {"noise": 0.0}, drift=0.33),
}


def lived(kind: Kind, count: int) -> list[Outcome]:
    """A week in each of so many worlds."""
    found = []
    for seed in range(count):
        world = World(seed, **kind.made)
        world.drift, world.poison = kind.drift, kind.poison
        found.append(world.run(kind.calls, per_day=kind.calls // DAYS))
    return found


def beyond(kind: Kind, found: list[Outcome]) -> int:
    """Worlds in which wrong allows passed the level."""
    level = TERMS.tier_levels[kind.made.get("level", "T1")]
    return sum(each.allowed > 0 and each.wrong / each.allowed > level for each in found)


def told(name: str, kind: Kind, found: list[Outcome]) -> str:
    """A line of the table."""
    allowed, wrong = sum(each.allowed for each in found), sum(each.wrong for each in found)
    return (
        f"{name:34} certified {sum(each.certified for each in found):3}/{len(found)}  beyond the bound "
        f"{beyond(kind, found):2}  allowed {allowed / len(found):6.0f} a week, wrong {wrong / max(allowed, 1):.2%}"
    )


def test_twenty_worlds_with_a_poisoned_session_keep_it() -> None:
    kind = STEADY["a fifth of it poison"]
    assert beyond(kind, lived(kind, 20)) <= 1


def test_a_changed_mind_ends_what_was_certified() -> None:
    found = lived(CHANGING["a third thought otherwise"], 20)
    assert all(each.ended for each in found)
    assert sum(each.after for each in found) < 0.4 * sum(each.allowed for each in found)


@pytest.mark.slow
@pytest.mark.parametrize("name", STEADY)
def test_two_hundred_worlds_keep_it(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    kind = STEADY[name]
    found = lived(kind, 200)
    with capsys.disabled():
        print("\n" + told(name, kind, found))  # noqa: T201 -- the figures are what one comes for
    assert beyond(kind, found) <= 10
    certified = sum(each.certified for each in found)
    assert 2 * kind.certified[0] <= certified <= 2 * kind.certified[1]


@pytest.mark.slow
@pytest.mark.parametrize("name", CHANGING)
def test_two_hundred_worlds_notice_a_change(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """No bound holds for a human who thinks otherwise than he did; what can be promised is that it shows soon."""
    kind = CHANGING[name]
    found = lived(kind, 200)
    wrong = sorted(each.wrong_after for each in found)
    ended = sum(each.ended > 0 for each in found)
    line = f"{'':34} taken back in {ended}, after {wrong[100]:.0f} wrong allows in the middle, {wrong[189]:.0f} late"
    with capsys.disabled():
        print("\n" + told(name, kind, found), line, sep="\n")  # noqa: T201 -- as above
    assert ended >= 150
    assert wrong[100] <= 20
