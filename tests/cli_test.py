"""The command tree."""

from __future__ import annotations

import click
from click.testing import CliRunner

from cctl.cli import root


def test_the_overview_is_sorted_by_what_verbs_are_for() -> None:
    result = CliRunner().invoke(root, ["--help"])
    assert result.exit_code == 0
    assert "See:" in result.output
    assert "explain" in result.output


def test_groups_list_their_verbs_only() -> None:
    result = CliRunner().invoke(root, ["config", "--help"])
    assert "config show" in result.output
    assert "explain" not in result.output


def test_an_unknown_word_in_a_group_is_a_usage_error() -> None:
    result = CliRunner().invoke(root, ["config", "shwo"])
    assert result.exit_code == 2
    assert "did you mean 'show'" in result.output
    context = click.Context(root)
    assert root.get_command(context, "nothing") is None  # type: ignore[attr-defined]  # root is a Tree
