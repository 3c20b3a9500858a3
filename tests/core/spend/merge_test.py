"""Joining sightings: the same in any order, once or often."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from cctl.core.spend.fold import Fold
from cctl.core.spend.merge import Account, Claims, calls, candidates, clean, join, number, payer, unite

ACCOUNT = Account("fake", "s", "", "", "/p", "/p", "main", "m", "", "", "1", 0, 0)


def known(world: Fold, account: Account = ACCOUNT, **more: object) -> list[object]:
    """What one sighting tells."""
    told: dict[str, object] = {
        "ms": 5,
        "file": 0,
        "at": 0,
        "input": 1,
        "output": 1,
        "tools": "",
        "recorded": -1,
        **more,
    }
    return [
        "r", told["ms"], world.learn(account), told["file"], told["at"],
        told["input"], told["output"], 0, 0, 0, 0, told["tools"], told["recorded"], 0,
    ]  # fmt: skip


def world() -> Fold:
    """A world in which some files are known."""
    fold = Fold()
    for file, path in enumerate(("/a", "/b", "/c")):
        fold.add([], agent="fake", root=1, file=file, path=path)
    return fold


accounts = st.builds(
    ACCOUNT._replace,
    session=st.sampled_from("st"),
    agent_id=st.sampled_from(["", "x"]),
    subagent=st.sampled_from(["", "Explore"]),
    branch=st.sampled_from(["main", "side"]),
    model=st.sampled_from(["", "m", "n"]),
    roots=st.sampled_from(["1", "2", "1,3"]),
    paid=st.sampled_from([0, 0, 1]),
    copy=st.sampled_from([0, 1]),
)
sightings = st.tuples(
    accounts,
    st.fixed_dictionaries(
        {
            "ms": st.integers(0, 3),
            "file": st.integers(0, 2),
            "at": st.integers(0, 3),
            "output": st.integers(0, 3),
            "tools": st.sampled_from(["", "12.10 A:1 B:2", "12.20 B:2", "11.10 C:3"]),
            "recorded": st.integers(-1, 1),
        }
    ),
)


@given(st.lists(sightings, min_size=3, max_size=3))
@settings(max_examples=400, deadline=None)
def test_order_and_grouping_do_not_matter(given_: list[tuple[Account, dict[str, object]]]) -> None:
    here = world()
    told = []
    for one, two, three in permutations([known(here, account, **more) for account, more in given_]):
        told.append(join(*_paired(join(one, two, None, None, here), (three, None)), here))
        told.append(join(*_paired((one, None), join(two, three, None, None, here)), here))
    assert all(each == told[0] for each in told)


def _paired(
    one: tuple[list[object], Claims | None], other: tuple[list[object], Claims | None]
) -> tuple[list[object], list[object], Claims | None, Claims | None]:
    return one[0], other[0], one[1], other[1]


@given(sightings, sightings)
def test_hearing_it_twice_changes_nothing(
    one: tuple[Account, dict[str, object]], other: tuple[Account, dict[str, object]]
) -> None:
    here = world()
    first, second = known(here, one[0], **one[1]), known(here, other[0], **other[1])
    once = join(first, second, None, None, here)
    assert join(once[0], second, once[1], None, here) == once
    assert join(first, once[0], None, once[1], here) == once


def test_calls_unite_in_the_order_of_their_first_sighting() -> None:
    assert (
        unite(["12.10 Bash:aa", "12.20 Read:bb", "13.05 Bash:aa Edit:cc"])
        == "12.10 Bash:aa\n12.20 Read:bb\n13.05 Edit:cc"
    )
    assert calls("12.10 Bash:aa\n12.20 mcp__x:y:bb Bash:dd") == ("Bash", "mcp__x:y", "Bash")
    assert calls("") == ()
    assert unite([]) == ""


def test_a_payer_that_is_named_beats_every_claim() -> None:
    assert candidates({("a", 0): (1, 1, 1), ("b", 1): (1, 1, 1), ("c", 0): (1, 1, 1)}) == {"b"}
    assert candidates({("a", 0): (1, 1, 1), ("c", 0): (1, 1, 1)}) == {"a", "c"}


def test_who_began_first_pays_and_who_never_began_pays_last() -> None:
    claims: Claims = {("a", 0): (1, 1, 1), ("b", 0): (1, 1, 1), ("c", 0): (1, 1, 1)}
    assert payer(claims, {"b": 7, "c": 5}) == "c"
    assert payer(claims, {"b": 5, "c": 5}) == "b"
    assert payer(claims, {}) == "a"


def test_numbers_of_accounts_are_the_same_everywhere() -> None:
    assert number(ACCOUNT) == 4784637172711575885
    assert number(ACCOUNT._replace(cwd="1:/p", project="")) != number(ACCOUNT._replace(cwd="", project="1:/p"))


def test_text_that_no_store_can_hold_is_cleaned() -> None:
    assert clean("a\udc80b") == "a?b"
    assert clean("ü日") == "ü日"
