"""Kinds of lines and the look at a head."""

import pytest

from cctl.core.agent.codex.kind import QUIET, SPEND, head, kind_of, named
from cctl.core.agent.codex.read import kinds
from tests.core.agent.codex.rollouts import line


@pytest.mark.parametrize(
    ("whole", "kind"),
    [
        ({"type": "session_meta", "payload": {}}, "session_meta"),
        ({"type": "event_msg", "payload": {"type": "error"}}, "event_msg/error"),
        (
            {"type": "event_msg", "payload": {"type": "item_completed", "item": {"type": "Plan"}}},
            "event_msg/item_completed/Plan",
        ),
        ({"type": "event_msg", "payload": {"type": "item_completed", "item": 3}}, ""),
        ({"type": "event_msg", "payload": {}}, ""),
        ({"type": "event_msg", "payload": []}, ""),
        ({"type": ["x"], "payload": {}}, ""),
        ({}, ""),
    ],
)
def test_the_kind_is_where_the_name_is(whole: dict[str, object], kind: str) -> None:
    assert kind_of(whole) == kind


def test_what_is_quiet_is_told_by_nobody() -> None:
    assert not QUIET & kinds()
    assert not QUIET & SPEND


def test_heads_are_read_with_and_without_spaces_and_ordinals() -> None:
    made = line("event_msg/error", {}, ordinal=3)
    for text in (made, made.replace(b":", b": ").replace(b",", b", "), line("event_msg/error", {})):
        match = head().match(text)
        assert match is not None
        assert match.groups() == (b"event_msg", b"error")


def test_a_head_never_reaches_into_the_next_line() -> None:
    assert head().match(b'{"timestamp":"2026-11-09T08:00:00Z",\n"type":"event_msg","payload":{"type":"error"}}') is None
    match = head().match(b'{"timestamp":"","type":"event_msg","payload":{\n"type":"error"')
    assert match is not None
    assert match.groups() == (b"event_msg", None)


def test_names_are_fit_to_be_stored() -> None:
    assert named("plain") == "plain"
    assert named("\ud800x") == "?x"
    assert named(7) == ""
    assert len(named("x" * 10_000)) == 4096
