"""A session's memory: what is added holds, what is foreign is passed over."""

from __future__ import annotations

import json

from cctl.core.hook.remember import MANY, MOST, remembered


def lines(*given: object) -> list[bytes]:
    return [json.dumps(each).encode() for each in given]


def test_the_first_pin_holds() -> None:
    memory = remembered(lines({"pin": {"brain.policy": "readonly"}}, {"pin": {"brain.policy": "workspace"}}))
    assert memory.pin == {"brain.policy": "readonly"}


def test_what_was_asked_about_is_seen_once_it_has_run() -> None:
    memory = remembered(lines({"asked": ["d1", "d2"], "call": "a"}, {"asked": ["d3"], "call": "b"}, {"ran": "a"}))
    assert memory.seen == {"d1", "d2"}
    assert memory.asked == {"b": {"d3"}}


def test_paths_and_marks_add_up() -> None:
    memory = remembered(lines({"wrote": ["/a", "/b"]}, {"wrote": ["/b", 3]}, {"mark": "rewritten"}))
    assert memory.wrote == {"/a", "/b"}
    assert memory.marks == {"rewritten"}


def test_a_session_that_wrote_too_much_to_remember_says_so() -> None:
    assert MANY in remembered(lines({"wrote": [f"/{n}" for n in range(MOST + 1)]})).marks


def test_foreign_and_broken_lines_are_passed_over() -> None:
    odd = [b"", b"{", b"[1]", b'"x"', b"\xff", b"[" * 5000, *lines({"pin": 3, "wrote": "x", "asked": {}, "ran": 1})]
    memory = remembered([*odd, *lines({"mark": "m"})])
    assert (memory.pin, memory.wrote, memory.seen, memory.marks) == ({}, set(), set(), {"m"})
