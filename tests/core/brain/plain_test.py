"""What surely holds no secret; held against everything that `redact` finds."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cctl.core.brain.plain import MARKS, surely_plain
from cctl.core.redact import Redactor
from cctl.core.secret.kind import KINDS
from tests.planted import corpus

REDACTOR = Redactor(places=False)
LETTERS = string.ascii_letters + string.digits
PIECES = st.one_of(
    st.text(LETTERS + "/_-.+=", min_size=1, max_size=60),
    st.text(string.ascii_lowercase, min_size=1, max_size=40),
    st.text("0123456789abcdef", min_size=8, max_size=48),
    st.sampled_from(["token=", "-p", "password ", "://", "@", ":", "?key=", "login", "Basic ", "\n", " ", "machine "]),
    st.sampled_from([mark for kind in KINDS for mark in kind.marks]),
)


@pytest.mark.parametrize("seed", range(12))
def test_no_planted_secret_passes(seed: int) -> None:
    assert [(each.kind, each.way) for each in corpus(seed) if surely_plain(each.text)] == []


@settings(max_examples=400)
@given(st.lists(PIECES, min_size=1, max_size=5).map("".join))
def test_what_passes_is_what_redact_would_leave_alone(text: str) -> None:
    if surely_plain(text):
        assert REDACTOR.found(text)[1] == []


@pytest.mark.parametrize(
    "command",
    ["ls -la", "npm run test:unit", "git status --short", "cd src && python -m pytest tests/core/plain_test.py -q",
     "grep -rn 'def main' src/application/controllers", "docker compose up -d web", "echo hi > out.txt 2>&1"],
)  # fmt: skip
def test_everyday_commands_pass(command: str) -> None:
    assert surely_plain(command)


def test_marks_are_compared_in_lower_case() -> None:
    assert all(mark == mark.lower() for mark in MARKS)
    assert not surely_plain("export API_TOKEN") and not surely_plain("é") and not surely_plain("a" * 4001)
