"""Rules in their order."""

from __future__ import annotations

from cctl.core.rule.rule import Rule, Rules


def rule(name: str, action: str, layer: str = "user", **when: tuple[str, ...]) -> Rule:
    return Rule(name, action, when, {}, "", layer, "f.toml", 3)


def test_rules_are_sorted_by_what_they_say_and_a_team_refuses_first() -> None:
    held = Rules(
        [rule("a", "allow"), rule("d1", "deny"), rule("d2", "deny", "team"), rule("q", "ask"), rule("s", "send")]
    )
    assert [each.name for each in held.deny] == ["d2", "d1"]
    assert [each.name for each in held.all()] == ["d2", "d1", "q", "a", "s"]
    assert [each.name for each in held.of_layer("team").all()] == ["d2"]
    assert not Rules() and held


def test_a_rule_knows_whether_it_looks_at_programs_and_where_it_stands() -> None:
    assert rule("a", "deny", program=("git",)).by_program and not rule("a", "deny", tool=("Bash",)).by_program
    assert rule("a", "deny").src == {"path": "f.toml", "line": 3}
