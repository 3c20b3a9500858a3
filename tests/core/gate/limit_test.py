"""Limits."""

import pytest

from cctl.core.gate.limit import KINDS, Limits, dollars
from cctl.records.errors import UsageError


@pytest.mark.parametrize(
    ("text", "nano"), [("5", 5_000_000_000), ("$0.25", 250_000_000), ("0.1", 100_000_000), ("0", 0)]
)
def test_dollars_are_exact(text: str, nano: int) -> None:
    assert dollars(text) == nano


@pytest.mark.parametrize("text", ["", "five", "-1", "nan", "1,5", "$"])
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(UsageError, match="is no amount"):
        dollars(text)


def test_every_kind_names_a_limit() -> None:
    assert all(kind.name in Limits._fields for kind in KINDS)
    assert [kind.option for kind in KINDS] == ["max-usd", "max-tokens", "max-errors", "max-turns"]
    assert [kind.exit for kind in KINDS] == [11, 11, 10, 10]
