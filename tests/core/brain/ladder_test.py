"""Certificates: when they are made, how long they hold, what takes them back."""

from __future__ import annotations

from fractions import Fraction

from cctl.core.brain.ladder import DAY_MS, Ladder, Trial
from tests.learning import START, TERMS


def climb(count: int, *, tier: str = "T1", errors: tuple[int, ...] = (), per_session: int = 1) -> Ladder:
    ladder = Ladder(tier, TERMS)
    for at in range(count):
        ladder.add(trial(at, error=at in errors, session=f"s{at // per_session}"))
    return ladder


def trial(at: int = 0, *, error: bool = False, audit: bool = False, session: str = "") -> Trial:
    return Trial(session or f"s{at}", "p", START + at, error, audit)


def test_certificates_come_at_the_looks_and_not_before() -> None:
    assert climb(199).held is None
    made = climb(200).held
    assert made is not None and (made.level, made.answers, made.errors, made.look) == (Fraction(1, 20), 200, 0, 2)
    assert made.chance == Fraction(1, 720) and made.upper < made.level
    better = climb(400).held
    assert better is not None and better.level == Fraction(1, 50) and better.id != made.id
    assert climb(799, tier="T2").held is None and climb(800, tier="T2").held is not None


def test_errors_put_a_certificate_off() -> None:
    assert climb(200, errors=(3, 9, 40)).held is None
    made = climb(400, errors=(3, 9, 40)).held
    assert made is not None and (made.level, made.errors) == (Fraction(1, 20), 3)


def test_looking_after_every_answer_is_not_possible() -> None:
    ladder = Ladder("T1", TERMS)
    for at in range(5000):
        ladder.add(trial(at, error=at % 22 == 0))  # 4.5 %, just below the level
    assert [each.answers for each in ladder.made] in ([], [3200]) and len(ladder.made) <= 1


def test_one_session_gives_no_more_than_its_share() -> None:
    alone = climb(5000, per_session=5000)
    assert alone.held is None and alone.answers == 25
    assert climb(400, per_session=100).answers <= 150
    denied = climb(30, per_session=30, errors=tuple(range(30)))
    assert denied.errors == 30


def test_a_certificate_lapses_by_age_and_by_use() -> None:
    ladder = climb(200)
    assert ladder.until_ms == START + 199 + 60 * DAY_MS
    ladder.lapse(ladder.until_ms - 1)
    assert ladder.held is not None
    ladder.lapse(ladder.until_ms)
    assert ladder.held is None and "60 days" in ladder.ended[-1][1]
    used = climb(200)
    for _ in range(5000):
        used.cover(START)
    assert used.held is not None
    used.cover(START)
    assert used.held is None and "5000 calls" in used.ended[-1][1]


def test_two_denied_audits_close_together_void_everything_counted() -> None:
    ladder = climb(200)
    ladder.add(trial(201, error=True, audit=True))
    assert ladder.held is not None
    for at in range(47):
        ladder.add(trial(300 + at, audit=True))
    ladder.add(trial(400, error=True, audit=True))
    assert ladder.held is None and (ladder.answers, ladder.epoch) == (0, 2) and "2 of 49 audits" in ladder.ended[-1][1]
    for at in range(200):
        ladder.add(trial(1000 + at))
    assert ladder.held is not None and ladder.held.epoch == 2


def test_denials_far_apart_are_left_to_the_bet_against_the_bound() -> None:
    ladder = climb(200)
    at = 300
    for _ in range(3):
        ladder.add(trial(at, error=True, audit=True))
        for more in range(60):
            ladder.add(trial(at + 1 + more, audit=True))
        at += 100
    assert ladder.held is not None
    strict = climb(800, tier="T2")
    strict.add(trial(900, error=True))  # nobody asked; its human said no all the same
    strict.add(trial(901, error=True))
    assert strict.held is None


def test_more_audits_are_drawn_in_the_first_month() -> None:
    ladder = climb(200)
    assert ladder.audit_share(START + 29 * DAY_MS) == Fraction(1, 10)
    assert ladder.audit_share(START + 31 * DAY_MS) == Fraction(3, 100)


def test_a_certificate_is_named_by_its_content() -> None:
    one, same, other = climb(200).held, climb(200).held, climb(200, errors=(4,)).held
    assert one is not None and same is not None and one.id == same.id
    assert other is None or other.id != one.id
