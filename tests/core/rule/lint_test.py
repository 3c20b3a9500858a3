"""Doubts about rules."""

from __future__ import annotations

import pytest

from cctl.core.rule.lint import lints
from tests.gate import judge
from tests.judged import rules


def kinds(text: str, layer: str = "user") -> list[tuple[str, str]]:
    return [(each.rule.name, each.kind) for each in lints(rules(text, layer).all(), judge().matrix)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[rules.a]\nmatch_cost_above=3\naction='deny'", "unreachable"),
        ("[rules.a]\naction='deny'", "too_broad"),
        ("[rules.a]\naction='approve'", "too_broad"),
        ("[rules.a]\nmatch_project='x'\naction='approve'", "too_broad"),
        ("[rules.a]\nprogram='python3'\naction='approve'", "too_broad"),
        ("[rules.a]\nprogram='*'\naction='approve'", "too_broad"),
        ("[rules.a]\nmatch_command='npm test'\naction='approve'", "substring"),
        ("[rules.a]\nmatch_command='rm -rf'\naction='deny'", "substring"),
        ("[rules.a]\nprogram='x'\neffect='EXFIL'\naction='approve'", "unreachable"),
    ],
)
def test_what_is_doubtful_about_a_rule_alone(text: str, kind: str) -> None:
    assert ("a", kind) in kinds(text)


def test_a_projects_rule_that_only_a_user_may_give_is_pointed_out() -> None:
    text = "[rules.a]\nprogram='sudo'\neffect='PRIV'\naction='approve'"
    assert kinds(text, "project") == [("a", "unreachable")] and kinds(text) == []


def test_rules_that_another_overrules_or_repeats_are_found() -> None:
    deny = "[rules.d]\nprogram='git'\naction='deny'\n"
    assert kinds(deny + "[rules.a]\nprogram='git'\nsubcommand='push'\naction='approve'") == [("a", "shadowed")]
    assert kinds(deny + "[rules.b]\nprogram=['git']\nflag='-f'\naction='deny'") == [("b", "shadowed")]
    assert kinds(deny + "[rules.q]\nprogram=['git', 'hg']\naction='ask'") == []
    assert kinds("[rules.a]\neffect='WRITE'\naction='ask'\n[rules.b]\neffect='WRITE(home)'\naction='ask'") == [
        ("b", "shadowed")
    ]
    twice = "[rules.a]\nprogram='x'\naction='ask'\n[rules.b]\nprogram='x'\naction='ask'"
    assert kinds(twice) == [("b", "shadowed")]


def test_an_exception_makes_a_rule_narrower() -> None:
    text = "[rules.d]\nprogram='git'\nunless_subcommand='status'\naction='deny'\n[rules.a]\nprogram='git'\naction='ask'"
    assert kinds(text) == []


def test_good_rules_raise_no_doubt() -> None:
    text = (
        "[rules.a]\nprogram='acme'\nsubcommand='status'\naction='approve'\n[rules.d]\neffect='DISCARD'\naction='deny'"
    )
    assert kinds(text) == []
