import pytest

from cctl.core.health.clock import MOST, steady


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("no issues, took 1.2 s", "no issues, took 11 s"),
        ("== 3 passed in 0.52s ==", "== 3 passed in 12.01s =="),
        ("2026-06-01T10:00:00.123 ok", "2026-06-01 11:10:09 ok"),
        ("at 9:05 nothing", "at 23:59:01 nothing"),
        ("real 10 ms", "real 3 ms"),
        ("built in 2 min", "built in 14 minutes"),
    ],
)
def test_times_are_left_out(one: str, other: str) -> None:
    assert steady(one, None) == steady(other, len(other)) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3 passed in 1s", "4 passed in 1s"),
        ("12% 3s", "13% 4s"),
        ("10 meters", "11 meters"),
        ("id a1s 2s", "id a2s 2s"),
        ("v1.2.3 1s", "v1.2.4 1s"),
    ],
)
def test_all_else_stays(one: str, other: str) -> None:
    assert steady(one, None) != steady(other, None) or not steady(one, None)


def test_what_holds_no_time_or_is_cut_says_nothing() -> None:
    assert steady("plain", None) == steady(None, None) == steady("1 s", 4000) == steady("1 s " * MOST, None) == ""
