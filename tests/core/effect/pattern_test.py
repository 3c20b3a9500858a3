"""Patterns."""

import pytest

from cctl.core.effect.pattern import matches


@pytest.mark.parametrize(
    ("pattern", "name", "same"),
    [
        (".e*", ".env", True),
        ("*.key", "server.key", True),
        ("[.]env", ".env", True),
        (".e?v", ".env", True),
        ("a*", ".env", False),
    ],
)
def test_patterns(pattern: str, name: str, same: bool) -> None:
    assert matches(pattern, name) is same
