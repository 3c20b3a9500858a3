"""The terms of learning."""

from __future__ import annotations

from fractions import Fraction

from tests.learning import TERMS


def test_the_first_certificates_take_200_400_and_800_answers() -> None:
    assert [TERMS.first_certificate(level) for level in TERMS.levels] == [200, 400, 800]


def test_all_looks_of_all_tests_together_spend_no_more_than_delta() -> None:
    spent = sum((TERMS.chance(look) for look in range(1, 400)), Fraction(0)) * TERMS.tests
    assert spent < TERMS.delta and TERMS.delta - spent < TERMS.delta / 300
    assert TERMS.tests == len(TERMS.levels) * len(TERMS.tier_levels)


def test_looks_double() -> None:
    assert [TERMS.look_at(look) for look in (1, 2, 3, 4)] == [100, 200, 400, 800]


def test_every_effect_of_the_strict_tier_is_one_that_may_be_learnt() -> None:
    from tests.gate import judge

    lower = judge().matrix.lower
    for effect in TERMS.tier_effects:
        assert any(code.startswith(effect) and ceiling == "learn" for code, ceiling in lower.items()), effect
