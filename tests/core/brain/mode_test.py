"""One setting in a text."""

from __future__ import annotations

import tomllib

import pytest

from cctl.core.brain.mode import with_mode


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", '[brain]\nmode = "auto"\n'),
        ("a = 1\n", 'a = 1\n\n[brain]\nmode = "auto"\n'),
        ("a = 1", 'a = 1\n\n[brain]\nmode = "auto"\n'),
        ("[brain] # mine\npolicy = 'readonly'\n", "[brain] # mine\nmode = \"auto\"\npolicy = 'readonly'\n"),
        ("[brain]\nmode = 'off' # for now\nx = 1\n", '[brain]\nmode = "auto" # for now\nx = 1\n'),
        ("brain.mode = \"on\"\n[other]\nmode = 'x'\n", "brain.mode = \"auto\"\n[other]\nmode = 'x'\n"),
        ("[other]\nmode = 'x'\n[brain]\n  mode=\"on\"", "[other]\nmode = 'x'\n[brain]\n  mode=\"auto\""),
        ("[[rules]]\nmode = 1\n", '[[rules]]\nmode = 1\n\n[brain]\nmode = "auto"\n'),
    ],
)
def test_the_mode_is_set_and_nothing_else_changes(before: str, after: str) -> None:
    assert with_mode(before, "auto") == after
    assert tomllib.loads(after)["brain"]["mode"] == "auto" and with_mode(after, "auto") == after
