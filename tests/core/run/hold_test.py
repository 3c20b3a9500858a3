"""Calls that wait for a human."""

from __future__ import annotations

from cctl.core.run.control import Request
from cctl.core.run.hold import Held, Holds, permission


def held(call: str, until: float = float("inf")) -> Held:
    return Held(Request(f"r-{call}", call, "Bash", {"command": "x"}, ""), {"decision": "ask"}, "now", until)


def test_the_one_that_is_meant_is_found() -> None:
    holds = Holds()
    assert holds.find("") == "no call waits for an answer" and not holds
    first, second = held("toolu_1a"), held("toolu_2b", 5.0)
    holds.add(first)
    assert holds.find("") is first and holds.find("1a") is first
    holds.add(second)
    assert holds.find("toolu_2b") is second and holds.find("") == "which of them: toolu_1a, toolu_2b"
    assert holds.find("zz") == "zz is none of the calls that wait: toolu_1a, toolu_2b"
    assert holds.late(4.0) == [] and holds.late(5.0) == [second]
    holds.take(second)
    assert [each["call"] for each in holds.told()] == ["toolu_1a"]


def test_the_record_of_a_permission() -> None:
    request = Request("r", "t", "Bash", {"command": "x"}, "a1")
    record = permission("run", "s", request, "denied", {"decision": "deny"}, "now")
    assert (record["state"], record["agent_id"], record["call"]) == ("denied", "a1", "t")
