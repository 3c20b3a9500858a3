"""The generated chain is the declared one, and its order is the one that is meant."""

from __future__ import annotations

from cctl.core.hook.event import GATES
from cctl.host.hook.serve import UNHURRIED, UNHURRIED_MS
from cctl.host.hook.table import GUARDS, NOTES
from cctl.kit.pages import guard


def test_the_table_is_fresh() -> None:
    text = guard.made()["cctl/host/hook/table.py"]
    scope: dict[str, object] = {}
    exec(text, scope)
    assert (scope["GUARDS"], scope["NOTES"]) == (GUARDS, NOTES)


def test_what_was_refused_comes_first_and_mistakes_last() -> None:
    names = [name for name, _, _, _ in GUARDS]
    assert names.index("refusal") < names.index("budget") < names.index("decide") < names.index("trouble")
    assert names.index("decide") < names.index("written")


def test_every_call_meets_the_judgement() -> None:
    judged = dict((name, events) for name, events, _, _ in GUARDS)["decide"]
    assert set(GATES) <= set(judged)


def test_each_guard_has_a_time_of_its_own() -> None:
    for name, events, ms, _ in GUARDS:
        assert 0 < ms <= (UNHURRIED_MS if {*events} <= {*UNHURRIED} else 150), name
    assert "spool" in dict(NOTES)
