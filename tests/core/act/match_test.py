import pytest

from cctl.core.act.match import Match, cause, match
from cctl.records.errors import UsageError
from cctl.records.schema import Record

CHECKS = frozenset({"loop", "budget", "stall"})


def finding(check: str = "loop", severity: str = "warning") -> Record:
    return {"type": "finding", "check": check, "severity": severity, "id": "f1", "session": "s"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("loop", Match("loop")),
        ("Loop:Critical", Match("loop", "critical")),
        ("health:warning", Match("health", "warning")),
        ("needs-input", Match("state", "needs_input")),
        ("state:NeedsInput", Match("state", "needs_input")),
        ("deny", Match("verdict", "deny")),
        ("budget:breached", Match("budget", "breached")),
        ("gate:failed", Match("gate", "failed")),
        ("done:error", Match("done", "error")),
    ],
)
def test_patterns_as_people_write_them(text: str, found: Match) -> None:
    assert match(text, CHECKS) == found


@pytest.mark.parametrize(
    "text", ["", "loopy", "loop:dreadful", "state:asleep", "verdict:maybe", "gate:open", ":critical"]
)
def test_what_means_nothing_is_said(text: str) -> None:
    with pytest.raises(UsageError):
        match(text, CHECKS)


def test_a_severity_means_that_one_or_worse() -> None:
    assert match("loop:warning", CHECKS).fits(finding(severity="critical"))
    assert match("loop", CHECKS).fits(finding(severity="info"))
    assert not match("loop:critical", CHECKS).fits(finding())
    assert not match("stall", CHECKS).fits(finding())
    assert match("finding:info", CHECKS).fits(finding("whatever"))


def test_marks_of_a_budget_are_severities() -> None:
    assert match("budget:breached", CHECKS).fits(finding("budget", "critical"))
    assert not match("budget:breached", CHECKS).fits(finding("budget", "warning"))
    assert match("budget:warned", CHECKS).fits(finding("budget", "warning"))


def test_states_count_when_they_change_and_verdicts_where_there_is_one() -> None:
    waits = match("needs_input", CHECKS)
    assert waits.fits({"type": "session", "state": "needs_input", "change": "needs_input"})
    assert not waits.fits({"type": "session", "state": "needs_input"})
    assert match("deny", CHECKS).fits({"type": "call", "verdict": {"decision": "deny"}})
    assert not match("verdict", CHECKS).fits({"type": "call"})
    assert match("gate:failed", CHECKS).fits({"type": "gate", "passed": False})
    assert match("error:bad_json", CHECKS).fits({"type": "error", "code": "bad_json"})
    assert match("done", CHECKS).fits({"type": "done", "status": "ok"})
    assert not match("done", CHECKS).fits({"type": "spend"})


def test_an_occasion_is_known_again_and_others_are_others() -> None:
    assert cause(finding()) == cause({**finding(), "ts": "later", "replayed": True})
    assert cause(finding()) != cause({**finding(), "id": "f2"})
    state = {"type": "session", "session": "s", "state": "idle", "since": "t1"}
    assert cause(state) == cause({**state, "ts": "later"}) != cause({**state, "since": "t2"})
