"""Shipped data."""

from __future__ import annotations

import pytest

from cctl.host.data import shipped
from cctl.records.errors import NoInput


def test_what_is_shipped_is_read_and_what_is_not_is_said() -> None:
    assert shipped("prices.json").startswith(b"{")
    with pytest.raises(NoInput, match="nothing-here"):
        shipped("nothing-here")
