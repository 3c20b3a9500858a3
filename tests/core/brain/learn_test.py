"""Learning: what is learnt, what never is, and whether the promise of a certificate is kept."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cctl.core.brain.learn import Learning, learned, percent
from cctl.core.brain.memory import ANYWHERE, Memory
from cctl.core.moment import stamp
from tests.learning import DAY, SIGN, START, TERMS, World, label


def taught(*given: Any) -> Learning:
    made = Learning(TERMS)
    for each in given:
        made.feed(each)
    return made


def test_a_signature_is_learnt_from_five_approvals_in_three_sessions_on_two_days() -> None:
    assert not taught(*(label(at) for at in range(4))).allows(SIGN, "p")
    assert taught(*(label(at) for at in range(5))).allows(SIGN, "p")
    assert not taught(*(label(at, session=f"s{at % 2}") for at in range(8))).allows(SIGN, "p")
    assert not taught(*(label(at, ms=START + at) for at in range(8))).allows(SIGN, "p")
    assert not taught(*(label(at, stamp=True) for at in range(8))).allows(SIGN, "p")
    assert not taught(*(label(at, source="implied") for at in range(8))).allows(SIGN, "p")


def test_it_holds_in_its_project_and_everywhere_only_when_two_projects_agree() -> None:
    one = taught(*(label(at) for at in range(8)))
    assert one.allows(SIGN, "p") and not one.allows(SIGN, "q")
    both = taught(*(label(at, project="pq"[at % 2]) for at in range(8)))
    assert both.allows(SIGN, "elsewhere") and (ANYWHERE, SIGN, "T1") in both.learnt()


def test_one_denial_takes_it_back_everywhere_until_ten_clean_approvals() -> None:
    made = taught(*(label(at, project="pq"[at % 2]) for at in range(20)))
    made.feed(label(20, allow=False, project="q"))
    assert not made.allows(SIGN, "p") and not made.allows(SIGN, "q") and not made.allows(SIGN, "new")
    for at in range(21, 30):
        made.feed(label(at))
    assert not made.allows(SIGN, "p")
    made.feed(label(30))
    assert made.allows(SIGN, "p")


def test_a_correction_counts_and_an_implied_denial_does_not() -> None:
    made = taught(*(label(at) for at in range(8)), label(8, allow=False, source="implied"))
    assert made.allows(SIGN, "p")
    made.feed(label(9, allow=False, source="correction"))
    assert not made.allows(SIGN, "p")


def test_a_session_that_repeats_itself_teaches_twenty_times_at_most_and_certifies_nothing() -> None:
    """Poisoning: an agent lets its human approve a near-miss over and over."""
    human = [label(at, sign=f"Bash tool{at % 7} [EXEC_PROJECT]", session=f"h{at // 10}") for at in range(400)]
    clean = taught(*human)
    poison = [label(at, sign="Bash evil [EXEC_PROJECT]", session="x", call=f"x{at}") for at in range(100)]
    mixed = sorted([*human, *poison], key=lambda each: each.ms)
    made = taught(*mixed)
    assert not made.allows("Bash evil [EXEC_PROJECT]", "p")
    assert made.seen["p", "Bash evil [EXEC_PROJECT]"].approvals == 20
    assert made.learnt() == clean.learnt()
    assert [each.id for each in made.ladders["T1"].made] == [each.id for each in clean.ladders["T1"].made]


def test_a_certificate_reaches_the_memory_and_lapses_with_it() -> None:
    made = taught(*(label(at, sign=f"Bash tool{at % 3} [EXEC_PROJECT]") for at in range(260)))
    held = made.ladders["T1"].held
    assert held is not None
    now = START + 131 * DAY

    def look_up(now_ms: int) -> object:
        memory = Memory(made.text("t", ("f", 1, "h"), now), b"k", now_ms, "t")
        return memory.look_up("Bash tool0 [EXEC_PROJECT]", {}, "p", attended=False)

    assert look_up(now) is not None and look_up(now + 61 * DAY) is None
    assert "≤ 5 % (0 of 200)" in made.text("t", ("f", 1, "h"), now)
    assert made.text("t", ("f", 1, "h"), now + 90 * DAY).count("tier\t") == 0
    assert percent(TERMS.levels[0]) == "5 %"


def log(count: int) -> list[dict[str, Any]]:
    """A log of calls that were asked and approved."""
    events: list[dict[str, Any]] = []
    for at in range(count):
        ms = START + at * DAY // 4
        told = {
            "id": f"c{at}",
            "session": f"s{at // 3}",
            "sign": f"Bash tool{at % 5} [EXEC_PROJECT]",
            "facts": {"project": "/p"},
        }
        events.append({"event": "decision", "ts": stamp(ms), "verdict": {"decision": "ask", "by": "policy"}} | told)
        events.append({"event": "dialog", "ts": stamp(ms + 100), "call": f"c{at}", "session": f"s{at // 3}"})
        events.append({"event": "outcome", "ts": stamp(ms + 9000), "call": f"c{at}", "session": f"s{at // 3}"})
    return events


def test_the_same_log_gives_the_same_memory_to_the_byte() -> None:
    events = log(300)
    texts = {
        learned(json.loads(json.dumps(events)), TERMS).text("t", ("f", 1, "h"), START + 80 * DAY) for _ in range(3)
    }
    assert len(texts) == 1 and "tier\tT1\tcert-" in texts.pop()


def test_what_a_certificate_allowed_counts_against_it_and_its_own_allows_teach_nothing() -> None:
    events = log(260)
    allowed = [
        {"event": "decision", "ts": stamp(START + 66 * DAY + at), "id": f"a{at}", "session": "z",
         "facts": {"project": "/p"},
         "sign": "Bash tool1 [EXEC_PROJECT]", "verdict": {"decision": "allow", "by": "brain"}}
        for at in range(5001)
    ]  # fmt: skip
    ran = [
        {"event": "outcome", "ts": stamp(START + 66 * DAY + 9000 + at), "call": f"a{at}", "session": "z"}
        for at in range(5001)
    ]
    before = learned(events, TERMS)
    after = learned([*events, *allowed, *ran], TERMS)
    assert after.counted == before.counted and before.ladders["T1"].held is not None
    assert after.ladders["T1"].held is None and "5000 calls" in after.ladders["T1"].ended[-1][1]


@pytest.mark.parametrize(("level", "noise"), [("T1", 0.0), ("T1", 0.01), ("T1", 0.03), ("T2", 0.0)])
def test_certificates_keep_their_promise_in_two_hundred_worlds(level: str, noise: float) -> None:
    """Fifty worlds of each kind; in at most one of twenty may the rate of wrong allows pass the level."""
    worlds = [World(seed, level=level, noise=noise).run(1600 if level == "T1" else 3200) for seed in range(50)]
    passed = [each for each in worlds if each.allowed and each.wrong / each.allowed > TERMS.tier_levels[level]]
    assert len(passed) <= 2
    if noise <= 0.01:
        assert sum(each.certified for each in worlds) >= (40 if level == "T1" else 5)
