"""Numbers of tokens."""

import pytest

from cctl.core.agent.codex.usage import less, restored, usage


def test_fields_that_are_missing_are_nothing() -> None:
    assert usage({"input_tokens": 5, "output_tokens": None}) == (5, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    "odd",
    [None, [], "x", {}, {"other": 1}, *({"input_tokens": each} for each in (-1, 1.5, "5", 1 << 60, True, [1]))],
)
def test_what_can_be_no_usage_is_none(odd: object) -> None:
    assert usage(odd) is None


def test_between_two_totals() -> None:
    assert less((9, 4, 1, 3, 2, 12), (5, 4, 0, 1, 0, 6)) == (4, 0, 1, 2, 2, 6)
    assert restored([1, 2, 3, 4, 5, 6]) == (1, 2, 3, 4, 5, 6)
