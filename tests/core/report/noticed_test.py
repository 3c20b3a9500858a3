"""Decisions and deeds as the records that a stream would have brought."""

from __future__ import annotations

from cctl.core.activity.deed import Deed, Outcome
from cctl.core.activity.summary import Done
from cctl.core.conflict import Conflicts
from cctl.core.moment import stamp
from cctl.core.report.noticed import call, met, project
from cctl.records.schema import Record

VERDICT = {"decision": "deny", "by": "policy", "reason": "would delete"}


def edit(number: int, session: str, path: str, *, error: int = 0, minute: int = 0) -> Done:
    deed = Deed(
        f"c{number}", session, "claude", "", 60_000 * (minute or number), "call", "Edit", "edit", "", path, "/w", ""
    )
    return Done(deed, "/w", Outcome(deed.id, error, -1, ""))


def test_a_decision_is_the_call_that_was_judged():
    event = {"event": "decision", "ts": stamp(0), "id": "c", "session": "s", "tool": "Bash", "verdict": VERDICT}
    made = call(event | {"facts": {"project": "/w"}, "cwd": "/w/sub"})
    assert made["type"] == "call" and made["verdict"] == VERDICT and "facts" not in made
    assert (made["id"], made["session"], made["tool"], made["cwd"]) == ("c", "s", "Bash", "/w/sub")


def test_a_decision_belongs_to_the_project_that_was_looked_up():
    assert project({"facts": {"project": "/w"}, "cwd": "/w/sub"}) == "/w"
    assert project({"facts": {"project": None}, "cwd": "/w/sub"}) == "/w/sub"
    assert project({"facts": "torn"}) == ""


def test_edits_of_two_sessions_meet_and_every_deed_passes():
    found: list[Record] = []
    deeds = [edit(1, "a", "/w/x.py"), edit(2, "b", "/w/y.py\n/w/x.py"), edit(3, "a", "/w/x.py")]
    assert list(met(iter(deeds), Conflicts(), found)) == deeds
    assert [(each["check"], each["session"], each["evidence"]["path"]) for each in found] == [
        ("conflict", "b", "/w/x.py"),
    ]  # the first to come has it still when it comes again


def test_what_failed_or_lies_hours_back_meets_nothing():
    found: list[Record] = []
    far = [edit(1, "a", "/w/x.py"), edit(2, "b", "/w/x.py", error=1), edit(3, "b", "/w/x.py", minute=200)]
    assert len(list(met(iter(far), Conflicts(), found))) == 3
    assert found == []
