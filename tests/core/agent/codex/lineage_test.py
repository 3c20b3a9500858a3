"""Whose a record is, in each generation of forks."""

import json

from hypothesis import given
from hypothesis import strategies as st

from cctl.core.agent.codex.lineage import PAUSE_MS, Lineage, Owner, born_of

BORN = 1_794_000_000_000


def made(ms: int, tail: str = "7aaa-a000-000000000001") -> str:
    digits = f"{ms:012x}"
    return f"{digits[:8]}-{digits[8:]}-{tail}"


GRANDPARENT, PARENT, OWN = made(BORN), made(BORN + 1_000_000), made(BORN + 2_000_000)


def fork(*forebears: str, first: int = -1) -> Lineage:
    lineage = Lineage()
    lineage.open(OWN, -1, list(forebears), first)
    return lineage


def test_only_a_uuid_of_version_seven_tells_its_birth() -> None:
    assert born_of("01a1f84b-4458-7e92-8adb-857729603fcd") == 1795167044696
    for other in ("", "1", "01a1f84b-4458-4e92-8adb-857729603fcd", "zza1f84b-4458-7e92-8adb-857729603fcd", "7" * 36):
        assert born_of(other) == -1


def test_a_thread_of_its_own_owns_everything() -> None:
    lineage = fork()
    lineage.see(BORN)
    assert lineage.owner(-1, BORN) == Owner(OWN, OWN, True, False)
    assert not lineage.is_copy(3, 0)


def test_an_ordinal_ends_the_copy() -> None:
    lineage = fork(PARENT, first=10)
    assert lineage.owner(9, BORN + 2_000_500) == Owner(PARENT, PARENT, True, True)
    assert lineage.is_copy(9, BORN + 2_000_500)
    assert lineage.owner(10, BORN + 2_000_500) == Owner(OWN, OWN, True, False)
    assert not lineage.is_copy(10, BORN + 2_000_500)


def test_a_turn_born_after_the_thread_ends_the_copy() -> None:
    lineage = fork(PARENT, GRANDPARENT)
    found = []
    for turn in (BORN + 5, BORN + 1_500_000, BORN + 2_000_000):
        lineage.enter(made(turn))
        lineage.see(BORN + 2_000_010)
        found.append(lineage.owner(-1, BORN + 2_000_010))
    assert found == [
        Owner(GRANDPARENT, GRANDPARENT, True, True),
        Owner(PARENT, PARENT, True, True),
        Owner(OWN, OWN, True, False),
    ]


def test_own_records_never_end_once_they_began() -> None:
    lineage = fork(PARENT)
    lineage.enter(made(BORN + 2_000_000))
    assert lineage.owner(-1, -1).thread == OWN
    lineage.enter(made(BORN + 5))
    assert lineage.owner(-1, 5).thread == OWN


def test_a_copy_with_its_own_times_is_known_by_them() -> None:
    lineage = fork(PARENT, GRANDPARENT)
    assert lineage.owner(-1, BORN + 7).thread == GRANDPARENT
    assert lineage.owner(-1, BORN + 1_000_007) == Owner(PARENT, GRANDPARENT, True, True)


def test_one_burst_is_not_claimed_to_be_known_and_a_pause_ends_it() -> None:
    lineage, at = fork(PARENT), BORN + 2_000_000
    for _ in range(50):
        at += PAUSE_MS - 1
        lineage.see(at)
        assert lineage.owner(-1, at) == Owner(OWN, PARENT, False, False)
        assert not lineage.is_copy(-1, at)
    lineage.see(at + PAUSE_MS)
    assert lineage.owner(-1, at + PAUSE_MS) == Owner(OWN, PARENT, True, False)


def test_a_spawned_thread_that_copied_nothing_before_a_pause_stands_for_itself() -> None:
    for spawned, root in ((False, PARENT), (True, OWN)):
        lineage, at = Lineage(), BORN + 2_000_000
        lineage.open(OWN, -1, [PARENT], -1, spawned=spawned)
        lineage.see(at)
        lineage.see(at + PAUSE_MS)
        assert lineage.owner(-1, at + PAUSE_MS) == Owner(OWN, root, True, False)


def test_times_that_go_back_or_are_missing_are_no_pause() -> None:
    lineage = fork(PARENT)
    for at in (BORN + 2_000_000, -1, BORN + 1_999_000, BORN + 2_000_001):
        lineage.see(at)
    assert not lineage.own


def test_forebears_are_named_once_and_each_stands_behind_the_thread() -> None:
    lineage = fork()
    for forebear in (OWN, "", PARENT, PARENT, GRANDPARENT):
        lineage.add(forebear, -1)
    assert lineage.chain == [OWN, PARENT, GRANDPARENT]
    assert not lineage.own


def test_threads_whose_ids_tell_nothing_are_as_old_as_their_first_lines_say() -> None:
    lineage = Lineage()
    lineage.open("child", 2000, ["parent"], -1)
    lineage.add("parent", 1000)
    assert lineage.owner(-1, 1500) == Owner("parent", "parent", True, True)
    assert lineage.born == [2000, 1000]


@given(st.lists(st.tuples(st.integers(-1, 40), st.integers(BORN, BORN + 2_100_000)), max_size=20), st.integers(0, 19))
def test_it_goes_on_from_what_it_wrote(events: list[tuple[int, int]], cut: int) -> None:
    whole, piece = fork(PARENT, GRANDPARENT, first=20), fork(PARENT, GRANDPARENT, first=20)
    for at, (ordinal, ms) in enumerate(events):
        if at == cut:
            piece = Lineage.load(json.loads(json.dumps(piece.dump())))
        for lineage in (whole, piece):
            lineage.see(ms)
        assert whole.owner(ordinal, ms) == piece.owner(ordinal, ms)
