"""Declaring verbs."""

from __future__ import annotations

from typing import Any

import click
import pytest

from cctl.kit import verb


@verb.filter_verb("rules eval", reads=("call",), adds=("verdict",), status=("denied",))
@click.option("--rules")
def example(run: Any, rules: str | None) -> verb.Filter:
    """Judge."""
    return verb.Filter()


def test_a_filter_takes_files_and_the_shared_flags() -> None:
    names = {name for parameter in example.params for name in parameter.opts}
    assert {"files", "--rules", "--format", "--strict", "--exit-code", "--max-line", "-q"} <= names
    assert example.meta == verb.Meta("rules eval", "filter", ("call",), ("verdict",), ("denied",))
    assert example.name == "eval"


def test_kinds_take_what_they_use() -> None:
    def flags(kind: Any) -> set[str]:
        made = verb.verb("x", kind)(lambda run: None)
        return {name for parameter in made.params for name in parameter.opts}

    assert "--strict" in flags("source")
    assert "--exit-code" not in flags("gate")
    assert "--format" not in flags("viewer")
    assert "files" in flags("sink")
    assert "files" not in flags("action")


def test_a_filter_that_says_nothing_ends_well() -> None:
    quiet = verb.Filter()
    assert (list(quiet.finish()), quiet.status()) == ([], 0)
    with pytest.raises(NotImplementedError):
        quiet.feed({})
