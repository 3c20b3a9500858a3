"""Roles."""

from cctl.core.effect.role import TOUCH
from tests.gate import judge


def test_every_role_has_an_effect_for_every_place() -> None:
    places = set(TOUCH["r"])
    assert all(set(codes) == places for codes in TOUCH.values())


def test_every_effect_is_in_the_matrix() -> None:
    for codes in TOUCH.values():
        assert set(codes.values()) <= set(judge().matrix.meaning)


def test_nothing_but_looking_at_names_touches_this_gate() -> None:
    for role, codes in TOUCH.items():
        assert codes["cctl-self"] == ("EXEC_FILE(other)" if role == "t" else "SELF")


def test_a_secret_is_shown_used_or_listed() -> None:
    shown = {role: TOUCH[role]["secret"] for role in "rkKil"}
    assert shown == {
        "r": "SECRET_VALUE",
        "k": "READ_SECRET",
        "K": "SECRET_VALUE",
        "i": "READ_SECRET",
        "l": "LIST_SECRET",
    }
