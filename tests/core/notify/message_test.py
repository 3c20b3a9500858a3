import pytest

from cctl.core.notify.message import LONGEST, message, plain
from cctl.records.schema import Record


def test_a_finding_says_what_whose_and_how_bad() -> None:
    told = message(
        {"type": "finding", "check": "loop", "severity": "critical", "project": "/x/shop", "message": "again"}
    )
    assert told == ("loop · shop", "again", 2)


def test_a_session_says_what_it_waits_for() -> None:
    waits = {"kind": "permission", "tool": "Bash", "input": {"command": "make", "description": "x"}}
    told = message({"type": "session", "name": "shop-5", "state": "needs_input", "waiting_for": waits})
    assert told == ("shop-5 needs you", "permission: Bash make", 2)
    weak = message({"type": "session", "session": "6f1c2d3e4f", "state": "needs_input", "weak": True})
    assert weak.title == "6f1c2d3e needs you (a guess)"


@pytest.mark.parametrize(
    ("record", "title"),
    [
        ({"type": "call", "tool": "Bash", "verdict": {"decision": "deny", "reason": "no"}, "session": "s"}, "deny · s"),
        ({"type": "gate", "passed": False, "exit": 11}, "gate failed"),
        ({"type": "done", "action": "deny", "status": "ok", "target": "s"}, "deny ok · cctl"),
        ({"type": "error", "code": "bad_json"}, "error · cctl"),
        ({}, "None · cctl"),
    ],
)
def test_other_records_say_something(record: Record, title: str) -> None:
    assert message(record).title == title


def test_hostile_texts_are_one_harmless_line() -> None:
    assert plain("a\x1b]0;evil\x07\nb\u202ec\u200bd") == "a ]0;evil b c d"
    assert len(plain("x" * 10_000)) == LONGEST and plain("x" * 10_000).endswith("…")
    waits = {"kind": "permission", "tool": "\x1b[2J", "input": "odd"}
    assert "\x1b" not in message({"type": "session", "state": "needs_input", "waiting_for": waits}).text
