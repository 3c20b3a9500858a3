"""Reservations: a cap is never passed, whoever races; what is settled counts once; the dead hold nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cctl.host import db
from cctl.host.procfs import namespace
from cctl.host.reservation import MOST, Held, Owner, Reservations, Short, Wish, owner, place
from tests.host.processes_fake import Table, process

FAR = 10**15
DAY = "2026-06-01"
HERE = namespace()


def by(pid: int, start: str = "100") -> Owner:
    return Owner(pid, start, HERE)


def wish(nano: int, limit: int = 100, spent: int = 0, key: str = DAY, scope: str = "day") -> Wish:
    return Wish(scope, key, nano, limit, lambda: spent)


def table(tmp_path: Path, *pids: int, now_ms: int = 0) -> Reservations:
    return Reservations(place(str(tmp_path)), lambda: now_ms, Table(*(process(pid) for pid in pids)))


def open_nano(held: list[Held]) -> dict[str, int]:
    return {each.run: each.nano for each in held}


def test_room_is_given_once(tmp_path: Path) -> None:
    with table(tmp_path, 1, 2) as kept:
        assert kept.reserve("a", by(1), [wish(60, spent=10)], FAR) is None
        refused = kept.reserve("b", by(2), [wish(31, spent=10)], FAR)
        assert refused == Short("day", DAY, 30, (Held("day", DAY, "a", by(1), 60, FAR),))
        assert kept.reserve("b", by(2), [wish(30, spent=10)], FAR) is None
        assert open_nano(kept.held("day", DAY)) == {"a": 60, "b": 30}


def test_all_limits_or_none(tmp_path: Path) -> None:
    with table(tmp_path, 1) as kept:
        refused = kept.reserve("a", by(1), [wish(5), wish(5, limit=4, key="/p", scope="project")], FAR)
        assert refused and (refused.scope, refused.left, refused.holders) == ("project", 4, ())
        assert kept.held("day", DAY) == []


def test_what_is_spent_is_no_longer_held_and_told_twice_counts_once(tmp_path: Path) -> None:
    with table(tmp_path, 1, 2) as kept:
        kept.reserve("a", by(1), [wish(60)], FAR)
        for total in (25, 25, 20):  # a repeat, and one that comes late
            kept.settle("a", total)
        assert open_nano(kept.held("day", DAY)) == {"a": 35}
        assert kept.reserve("b", by(2), [wish(41, spent=25)], FAR)
        assert kept.reserve("b", by(2), [wish(40, spent=25)], FAR) is None
        kept.settle("a", 70)  # an overshoot gives nothing back
        assert open_nano(kept.held("day", DAY)) == {"a": 0, "b": 40}


def test_a_run_that_asks_again_counts_once_and_keeps_the_old_when_refused(tmp_path: Path) -> None:
    with table(tmp_path, 1, 2) as kept:
        kept.reserve("a", by(1), [wish(40)], FAR)
        kept.settle("a", 30)
        assert kept.reserve("a", by(2), [wish(100, spent=30)], FAR) is None, "70 are left, 30 are its own"
        assert open_nano(kept.held("day", DAY)) == {"a": 70}
        assert kept.held("day", DAY)[0].owner == by(2), "a keeper that was restarted takes over"
        assert kept.reserve("a", by(2), [wish(101, spent=30)], FAR)
        assert open_nano(kept.held("day", DAY)) == {"a": 70}


def test_settling_one_key_leaves_the_others(tmp_path: Path) -> None:
    with table(tmp_path, 1) as kept:
        kept.reserve("a", by(1), [wish(60), wish(60, key="2026-06-02")], FAR)
        kept.settle("a", 50, "day", DAY)
        assert kept.held("day", DAY)[0].nano == 10 and kept.held("day", "2026-06-02")[0].nano == 60


def test_what_is_released_is_free(tmp_path: Path) -> None:
    with table(tmp_path, 1, 2) as kept:
        kept.reserve("a", by(1), [wish(60), wish(60, key="/p", scope="project")], FAR)
        assert (kept.release("a"), kept.release("a")) == (2, 0)
        assert kept.reserve("b", by(2), [wish(100)], FAR) is None


@pytest.mark.parametrize("ghost", [by(9), by(1, "99")], ids=["dead", "its pid is another's now"])
def test_the_dead_hold_nothing(tmp_path: Path, ghost: Owner) -> None:
    with table(tmp_path, 1, 2) as kept:
        kept.reserve("a", by(2), [wish(100)], FAR)
        kept.reserve("a", ghost, [wish(100)], FAR)
        assert kept.held("day", DAY) == []
        assert kept.reserve("b", by(1), [wish(100)], FAR) is None, "nobody had to reclaim first"
        assert kept.reclaim() == [] and open_nano(kept.held("day", DAY)) == {"b": 100}


def test_reclaiming_tells_what_was_dropped(tmp_path: Path) -> None:
    with table(tmp_path, 1) as kept:
        kept.reserve("a", by(7), [wish(5)], FAR)
        assert [each.run for each in kept.reclaim()] == ["a"] and kept.release("a") == 0


def test_who_lives_keeps_it_past_its_time_and_who_cannot_be_judged_does_not(tmp_path: Path) -> None:
    with table(tmp_path, 1, now_ms=5000) as kept:
        kept.reserve("alive", by(1), [wish(10)], 1000)
        kept.reserve("elsewhere", Owner(1, "100", "pid:[another]"), [wish(20)], 6000)
        kept.reserve("elsewhere, late", Owner(1, "100", "pid:[another]"), [wish(30)], 4000)
        kept.reserve("no start", Owner(1, "", HERE), [wish(40)], 4000)
        assert open_nano(kept.held("day", DAY)) == {"alive": 10, "elsewhere": 20}


@pytest.mark.parametrize("nano", [0, -5, MOST + 1])
def test_nothing_and_less_cannot_be_reserved(tmp_path: Path, nano: int) -> None:
    with table(tmp_path, 1) as kept, pytest.raises(ValueError, match="more than nothing"):
        kept.reserve("a", by(1), [wish(nano)], FAR)


def test_a_sum_that_cannot_be_had_reserves_nothing(tmp_path: Path) -> None:
    def spent() -> int:
        raise KeyError("gone")

    with table(tmp_path, 1) as kept:
        with pytest.raises(KeyError):
            kept.reserve("a", by(1), [Wish("day", DAY, 5, 100, spent)], FAR)
        assert kept.held("day", DAY) == [] and kept.reserve("a", by(1), [wish(5)], FAR) is None


def test_hostile_names_are_names(tmp_path: Path) -> None:
    with table(tmp_path, 1) as kept:
        name = "'; DROP TABLE reservation; --\x1b[2J\n"
        kept.reserve(name, by(1), [wish(5, key=name)], FAR)
        assert open_nano(kept.held("day", name)) == {name: 5} and kept.held("day", "") == []


def test_a_state_that_cannot_be_used_is_the_callers_to_know(tmp_path: Path) -> None:
    (tmp_path / "budget").write_text("")
    with pytest.raises(db.Unusable):
        table(tmp_path, 1)
    (tmp_path / "x").mkdir()
    Path(place(str(tmp_path / "x"))).parent.mkdir()
    Path(place(str(tmp_path / "x"))).write_bytes(b"no database at all" * 100)
    with pytest.raises(db.Unusable):
        table(tmp_path / "x", 1)


def test_this_process_is_an_owner_that_lives(tmp_path: Path) -> None:
    with Reservations(place(str(tmp_path)), lambda: FAR) as kept:
        assert kept.reserve("a", owner(), [wish(5)], 0) is None
        assert (owner().pid, len(kept.held("day", DAY))) == (os.getpid(), 1)


_ACTIONS = st.lists(
    st.tuples(st.sampled_from("abcd"), st.sampled_from(["reserve", "spend", "release"]), st.integers(1, 60)),
    max_size=40,
)


@settings(max_examples=60, deadline=None)
@given(_ACTIONS)
def test_spend_and_reservations_never_pass_the_limit(actions: list[tuple[str, str, int]]) -> None:
    """Runs that spend no more than they hold never pass a limit, in whatever order they do what."""
    limit, booked, spent = 100, 0, dict.fromkeys("abcd", 0)
    with tempfile.TemporaryDirectory() as folder, table(Path(folder), 1) as kept:
        for run, what, nano in actions:
            if what == "reserve":
                kept.reserve(run, by(1), [Wish("day", DAY, spent[run] + nano, limit, partial(int, booked))], FAR)
            elif what == "spend":
                more = min(nano, open_nano(kept.held("day", DAY)).get(run, 0))
                booked, spent[run] = booked + more, spent[run] + more
                kept.settle(run, spent[run])
            else:
                kept.release(run)
                spent[run] = 0
            assert booked + sum(open_nano(kept.held("day", DAY)).values()) <= limit


_RACER = """
import os, sys
from pathlib import Path
from cctl.host.reservation import Reservations, Wish, owner, place
folder, name = sys.argv[1:]
booked = Path(folder, "booked")
def spent():
    return sum(len(each.read_bytes()) for each in booked.iterdir())
with Reservations(place(folder), lambda: 0) as kept:
    if name == "0":
        kept.reserve("0.0", owner(), [Wish("day", "d", 70, 3000, spent)], 10**15)
    print(flush=True)
    sys.stdin.readline()
    for step in range(25):
        run = f"{name}.{step}"
        if kept.reserve(run, owner(), [Wish("day", "d", 70, 3000, spent)], 10**15):
            continue
        for part in range(10):
            with open(booked / run, "ab") as file:
                file.write(b"x" * 7)
            if name == "0":
                os.kill(os.getpid(), 9)  # booked, never settled
            kept.settle(run, os.path.getsize(booked / run))
        if step % 3:  # the others leave what is settled
            kept.release(run)
"""


def test_eight_processes_that_race_never_pass_the_cap(tmp_path: Path) -> None:
    (tmp_path / "booked").mkdir()
    racers = [
        subprocess.Popen(
            [sys.executable, "-c", _RACER, str(tmp_path), str(name)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for name in range(8)
    ]
    for each in racers:
        assert each.stdout
        each.stdout.readline()
    for each in racers:  # all are ready; the first has what it is to die with
        assert each.stdin
        each.stdin.write(b"\n")
        each.stdin.flush()
    codes = [each.communicate(timeout=60) and each.returncode for each in racers]
    assert codes == [-9] + [0] * 7
    spent = sum(each.stat().st_size for each in (tmp_path / "booked").iterdir())
    assert 2900 < spent <= 3000, "all of it is used, and no more"
    with Reservations(place(str(tmp_path)), lambda: 0) as kept:
        assert kept.held("day", "d") == [], "they are all gone"
