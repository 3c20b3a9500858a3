"""The lattice of layers, and what a session's mode makes of a verdict."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from cctl.core.hook.verdict import RANK, bounded, capped, joined, kept, verdict


def made(decision: str, by: str = "policy", **more: Any) -> dict[str, object]:
    return verdict(decision, by, f"{by} says {decision}", policy="workspace", **more)


@pytest.mark.parametrize(("one", "other"), list(itertools.product(RANK, RANK)))
def test_the_graver_of_two_layers_holds(one: str, other: str) -> None:
    found = joined(made(one), made(other, "rule"))
    assert found is not None
    assert found["decision"] == max(one, other, key=lambda each: RANK[each])
    assert [step["layer"] for step in found["trail"]] == ["policy", "rule"]  # type: ignore[attr-defined]  # a list


@pytest.mark.parametrize(("before", "after", "both"), [
    ("ask", "allow", "allow"), ("ask", "deny", "deny"), ("ask", "abstain", "ask"),
    ("deny", "allow", "deny"), ("allow", "abstain", "allow"),
])  # fmt: skip
def test_what_settles_an_ask_never_settles_a_deny(before: str, after: str, both: str) -> None:
    found = joined(made(before), made(after, "rule"), settles=True)
    assert found is not None
    assert found["decision"] == both


def test_a_layer_without_a_word_changes_nothing() -> None:
    assert joined(None, None) is None
    assert joined(made("ask"), None) == made("ask")
    assert joined(None, made("allow")) == made("allow")


def test_effects_of_all_layers_are_kept_once() -> None:
    found = joined(made("ask", effects=["B", "A"]), made("deny", "self", effects=["SELF", "A"]))
    assert found is not None
    assert found["effects"] == ["A", "B", "SELF"]
    assert found["by"] == "self"


def hosted(found: dict[str, object], **more: Any) -> object:
    how = {"mode": "default", "agent": "claude", "attended": True, "unknown": "ask"} | more
    return bounded(found, **how)["decision"]


@pytest.mark.parametrize("mode", ["bypassPermissions", "auto", "dontAsk", "something new"])
def test_where_nobody_judges_after_us_nothing_is_left_open(mode: str) -> None:
    assert hosted(made("abstain"), mode=mode) == "ask"
    assert hosted(made("abstain", off=True), mode=mode) == "abstain"
    for decision in ("allow", "ask", "deny"):
        assert hosted(made(decision, learnable=True), mode=mode, unknown="host") == decision


def test_codex_runs_what_gets_no_answer() -> None:
    assert hosted(made("abstain"), agent="codex") == "ask"
    assert hosted(made("ask", learnable=True), agent="codex", unknown="host") == "ask"


def test_the_client_is_left_what_its_human_may_have_allowed() -> None:
    assert hosted(made("ask", learnable=True), unknown="host") == "abstain"
    assert hosted(made("ask", learnable=True), unknown="host", mode="acceptEdits") == "abstain"
    assert hosted(made("ask", learnable=True), unknown="host", mode="plan") == "ask"
    assert hosted(made("ask", learnable=True), unknown="host", attended=False) == "ask"
    assert hosted(made("ask"), unknown="host") == "ask"
    assert hosted(made("ask", learnable=True)) == "ask"


def test_planning_is_looking() -> None:
    assert capped("workspace", "plan") == "readonly"
    assert capped("locked", "plan") == "locked"
    assert capped("workspace", "default") == "workspace"


def test_what_is_written_down_holds_no_text_of_the_call() -> None:
    found = made("deny", effects=["SELF"])
    assert kept(found) == {"decision": "deny", "by": "policy", "policy": "workspace", "effects": ["SELF"]}


def test_what_self_protection_asks_is_its_own_and_nothing_settles_it() -> None:
    policy, own = verdict("ask", "policy", "p", policy="workspace", learnable=True), verdict("ask", "self", "s")
    for first, second in ((policy, own), (own, policy)):
        found = joined(first, second)
        assert found is not None
        assert (found["by"], found["reason"], found["policy"]) == ("self", "s", "workspace")
        assert not found.get("learnable")
        settled = joined(found, verdict("allow", "llm", "l"), settles=True)
        assert settled is not None
        assert settled["decision"] == "ask"
    settled = joined(policy, verdict("allow", "llm", "l"), settles=True)
    assert settled is not None
    assert settled["decision"] == "allow"
