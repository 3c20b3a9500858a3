"""The demonstration, told."""

from __future__ import annotations

from cctl.core.demo.fleet import API, SHOP
from cctl.kit.stage import told


def test_what_changes_is_told_and_the_rest_is_not() -> None:
    state = {"type": "session", "session": SHOP.id, "change": "needs_input", "state": "needs_input",
             "waiting_for": {"kind": "permission"}, "pending": [{"input": {"command": "git push"}}]}  # fmt: skip
    assert told(state) == "  state    shop: checkout bug   needs_input (asks to run: git push)"
    assert told(state | {"change": "beat"}) == ""
    finding = {
        "type": "finding",
        "session": API.id,
        "check": "loop",
        "severity": "critical",
        "advice": "Stop it; or not.",
    }
    assert told(finding) == "  critical api: flaky test      loop: Stop it"
    call = {
        "type": "call",
        "session": API.id,
        "input": {"command": "rm -rf /"},
        "verdict": {"decision": "deny", "reason": "no"},
    }
    assert told(call) == "  deny     api: flaky test      rm -rf /: no"
    assert told(call | {"verdict": {"decision": "allow"}}) == ""
    assert told({"type": "spend"}) == ""
