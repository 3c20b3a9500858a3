"""Decisions in a form that judges alike."""

from __future__ import annotations

from typing import Any

import pytest

from cctl.core.brain.decide import Decider
from cctl.core.brain.write import Links, kept_facts, remembered, written_down
from cctl.core.redact import Redactor
from tests.gate import FACTS, PROJECT, judge
from tests.judged import bash

DECIDER = Decider(judge(), "workspace")
HIDE = Redactor(places=False).text


def down(call: dict[str, Any], facts: dict[str, Any] = FACTS, links: dict[str, str] | None = None) -> dict[str, Any]:
    return written_down(DECIDER, call, facts, DECIDER.decide(call, facts, remembered(facts)), links, HIDE)


def judged_again(event: dict[str, Any]) -> object:
    call = {"tool": event["tool"], "input": event["input"], "cwd": event["cwd"]}
    return DECIDER.decide(call, event["facts"], remembered(event["facts"]))


@pytest.mark.parametrize(
    "call",
    [
        bash("npm run test", id="a", session="s"), bash("curl -H 'Authorization: Bearer aB3dE5fG7hI9jK1lM3' https://x.org"),
        bash("rm -rf /"), bash("echo \"unclosed"), bash("cctl brain mode off"),
        {"tool": "Write", "input": {"file_path": "a.py", "content": "secret " * 9000}, "cwd": PROJECT},
        {"tool": "mcp__x__y", "input": {"a": ["b"] * 500}, "cwd": PROJECT},
    ],
)  # fmt: skip
def test_what_is_written_down_judges_alike_to_the_byte(call: dict[str, Any]) -> None:
    event = down(call)
    assert event["exact"] is True and judged_again(event) == event["verdict"]
    assert event["verdict"]["decision"] == DECIDER.decide(call, FACTS)["decision"]
    assert "aB3dE5" not in str(event) and "secret secret" not in str(event)


def test_what_only_the_whole_text_shows_is_told_but_not_replayed() -> None:
    event = down(
        {"tool": "Write", "input": {"file_path": "a.sh", "content": "rm -rf / --no-preserve-root"}, "cwd": PROJECT}
    )
    assert event["exact"] is False and event["sign"] == ""
    assert set(event["verdict"]) == {"decision", "by", "policy", "effects"} and event["verdict"]["decision"] == "ask"
    long = down(bash("echo " + "a " * 3000 + "; rm -rf /"))
    assert long["exact"] is False and long["verdict"]["decision"] == "deny"


def test_links_are_kept_where_they_led_elsewhere() -> None:
    links = Links(lambda path: {f"{PROJECT}/a": "/home/ada/.bashrc"}.get(path, path))
    call = bash("echo x > a; echo y > b")
    verdict = DECIDER.decide(call, FACTS, links)
    assert links.found == {f"{PROJECT}/a": "/home/ada/.bashrc"} and verdict["decision"] == "ask"
    event = written_down(DECIDER, call, FACTS, verdict, links.found, HIDE)
    assert event["exact"] is True and judged_again(event) == verdict
    assert Links(None)("/a") is None and remembered({}) is None


def test_cctls_own_places_are_kept_only_where_one_was_touched() -> None:
    facts = FACTS | {"cctl": ("/opt/cctl",), "links": {}}
    assert "cctl" not in kept_facts(facts, ["INFO"], None) and "links" not in kept_facts(facts, ["INFO"], None)
    assert kept_facts(facts, ["SELF"], {"/a": "/b"}) == FACTS | {"cctl": ["/opt/cctl"], "links": {"/a": "/b"}}
    event = down(bash("echo > /opt/cctl/x"), facts)
    assert event["verdict"]["by"] == "self" and judged_again(event) == event["verdict"]
