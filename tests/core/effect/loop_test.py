"""Jobs started without end."""

import pytest

from tests.gate import codes


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("while true; do ls & done", "INFO SPAWN_UNBOUNDED"),
        ("while [ true ]; do ls & done", "INFO SPAWN_UNBOUNDED"),
        ("while [[ 1 ]]; do ls & done", "INFO SPAWN_UNBOUNDED"),
        ("while test 1 -eq 1; do ls & done", "INFO SPAWN_UNBOUNDED"),
        ("until [ '' ]; do ls & done", "INFO SPAWN_UNBOUNDED"),
        ("while [ 1 -eq 2 ]; do ls & done", "INFO"),
        ("while [ $x ]; do ls & done", "INFO"),
        ("while true; do ls & wait; done", "INFO SHELL"),
        ("while true; do (ls &); wait; done", "INFO SHELL SPAWN_UNBOUNDED"),
        ("while true; do ls; done", "INFO"),
        (":(){ :|:& };:", "SPAWN_UNBOUNDED OPAQUE SHELL"),
        ("for i in 1 2; do ls & done", "INFO"),
    ],
)
def test_commands_have_their_effects(command: str, expected: str) -> None:
    assert codes(command) == set(expected.split())
