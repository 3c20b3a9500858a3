"""The chain of the log."""

from __future__ import annotations

import hashlib
import json

import pytest

from cctl.core.brain.chain import GENESIS, Checked, End, check, last, sealed, sha256

TS = "2026-11-20T12:00:00.000Z"


def chain(count: int) -> list[bytes]:
    end, lines = End(), []
    for at in range(count):
        line, end = sealed({"event": "outcome", "call": f"c{at}"}, end, TS)
        lines.append(line)
    return lines


def checked(lines: list[bytes], anchors: dict[int, str] | None = None) -> Checked:
    return check([("f", at, line) for at, line in enumerate(lines, 1)], anchors)


def test_each_line_names_the_hash_of_the_one_before() -> None:
    lines = chain(3)
    told = [json.loads(line) for line in lines]
    assert [each["seq"] for each in told] == [1, 2, 3] and told[0]["prev"] == GENESIS
    assert told[2]["prev"] == hashlib.sha256(lines[1]).hexdigest() == sha256()(lines[1])
    found = checked(lines)
    assert (found.lines, found.problem, found.end.seq) == (3, "", 3)


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda lines: [lines[0], lines[1].replace(b"c1", b"cX"), *lines[2:]], 3),
        (lambda lines: [lines[0], *lines[2:]], 2),
        (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], 2),
        (lambda lines: [lines[0], lines[0], *lines[1:]], 2),
        (lambda lines: [lines[0], b"rubbish", *lines[1:]], 3),
        (lambda lines: [lines[0], b"rubbish", b"more", *lines[1:]], 3),
        (lambda lines: [lines[0], lines[1].replace(b'"seq":2', b'"seq":9'), *lines[2:]], 2),
        (lambda lines: lines[1:], 1),
    ],
)
def test_the_first_bad_link_is_named(change: object, line: int) -> None:
    assert callable(change)
    found = checked(change(chain(5)))
    assert found.problem and found.line == line


def test_a_torn_line_is_right_when_the_next_one_owns_up_to_it() -> None:
    lines = chain(2)
    end = End(2, sha256()(lines[1]))
    after, _ = sealed({"event": "outcome"}, end, TS, torn=7)
    found = checked([*lines, b'{"v":1,', after])
    assert (found.problem, found.torn, found.lines) == ("", 1, 3)
    assert checked([*lines, after]).problem and checked([*lines, b'{"v":1,x', after]).problem
    assert checked([*lines, b'{"v":1,']).torn == 1


def test_a_cut_end_and_a_chain_made_anew_are_seen_by_whoever_kept_its_head() -> None:
    lines = chain(5)
    head = {5: sha256()(lines[4])}
    assert checked(lines, head).problem == ""
    found = checked(lines[:3], head)
    assert (found.problem, found.line) == ("2 lines are missing at the end", 4)
    end, forged = End(), []
    for _ in range(5):
        line, end = sealed({"event": "config"}, end, TS)
        forged.append(line)
    assert checked(forged).problem == "" and "written anew" in checked(forged, head).problem


def test_where_a_chain_stands_is_read_from_its_last_bytes() -> None:
    lines = chain(3)
    text = b"\n".join(lines) + b"\n"
    assert (last(text)[0].seq, last(text)[0].hash, last(text)[1]) == (3, sha256()(lines[2]), 0)
    assert last(text + b"half")[1] == 4 and last(text[10:])[0].seq == 3
    assert last(b"")[0].seq == 0 and last(b"half")[1] == 4
    assert last(b"rubbish\n")[0].seq == 0


def test_a_line_that_is_too_long_is_told_in_short() -> None:
    line, _ = sealed({"event": "decision", "id": "x", "input": {"command": "a" * 40000}, "exact": True}, End(), TS)
    told = json.loads(line)
    assert told["id"] == "x" and told["exact"] is False and "input" not in told and told["cut"] > 40000
