"""Rule files: both forms of the original, and every mistake with its line."""

from __future__ import annotations

import pytest

from cctl.core.rule.read import Source, lines_of, strays
from tests.judged import parsed, problems

BOTH = """
[rules.first]
match_tool = ["Bash"]
match_command = ["rm -rf"]
action = "deny"

[rules."second one"]
match_status = ["Needs Input", "waiting"]
match_cost_above = 20
match_last_error = true
action = "kill"
message = "enough"
"""
ARRAY = """
# a comment
[[rules]]
name = "no pushes"
program = "git"
subcommand = ["push"]
unless_flag = "--dry-run"
action = "ask"

[[rules]]
match_input = { file_path = '\\.sql$' }
action = "deny"
"""


def test_named_tables_of_the_original_are_read() -> None:
    found, wrong = parsed(BOTH)
    assert wrong == []
    first, second = found
    assert (first.name, first.action, first.line) == ("first", "deny", 2)
    assert first.when == {"tool": ("Bash",), "command": ("rm -rf",)}
    assert (second.name, second.action, second.message) == ("second one", "terminate", "enough")
    assert second.when == {"status": ("Needs Input", "waiting"), "cost_above": ("20.0",), "last_error": ("true",)}


def test_arrays_of_tables_are_read_which_the_original_drops_in_silence() -> None:
    found, wrong = parsed(ARRAY)
    assert wrong == []
    assert [(each.name, each.line) for each in found] == [("no pushes", 3), ("rule 2", 10)]
    assert found[0].when == {"program": ("git",), "subcommand": ("push",)} and found[0].unless == {
        "flag": ("--dry-run",)
    }


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[rules.a]\nmatch_tool = ['Bash']", '1: a: has no action'),
        ("[rules.a]\nmatch_tool = ['Bash']\naction = 'aprove'",
         '3: a: unknown action "aprove" (did you mean "approve"?)'),
        ("[rules.a]\nmatch_comand = ['x']\naction = 'deny'",
         '2: a: unknown key "match_comand" (did you mean "match_command"?)'),
        ("[rules.a]\nmatch_status = ['Needs Imput']\naction = 'deny'", 'no state is called "Needs Imput"'),
        ("[rules.a]\neffect = 'WRITES'\naction = 'deny'", 'no effect is called "WRITES"'),
        ("[rules.a]\npath_class = 'projct'\naction = 'deny'", '(did you mean "project"?)'),
        ("[rules.a]\nprogram = []\naction = 'deny'", 'none of them empty'),
        ("[rules.a]\nprogram = ['']\naction = 'deny'", 'none of them empty'),
        ("[rules.a]\nprogram = 3\naction = 'deny'", 'expected a text or a list'),
        ("[rules.a]\nmatch_cost_above = 'x'\naction = 'deny'", "expected a number"),
        ("[rules.a]\nmatch_last_error = 1\naction = 'deny'", "expected true or false"),
        ("[rules.a]\nmatch_input = { command = '(' }\naction = 'deny'", "not a regular expression"),
        ("[rules.a]\naction = 3", 'unknown action "3"'),
        ("[rules.a]\naction = 'deny'\nmessage = 3", "3: a: message: expected a text"),
        ("rules = 3", "expected [[rules]] or [rules.name]"),
        ("[rules]\na = 3", "expected a table"),
        ("[[rules]]\nname='x'\naction='deny'\n[[rules]]\nname='x'\naction='ask'", '5: two rules are called "x"'),
        ("[rules.a]\nmatch_text = 'npm'\naction = 'approve'", "2: a: an approving rule can't look for a text"),
        ("[rules.a]\nmatch_input = { command = '^npm' }\naction = 'approve'",
         "an approving rule can't look for a text"),
    ],
)  # fmt: skip
def test_every_mistake_is_told_with_its_line(text: str, told: str) -> None:
    assert any(told in each for each in problems(text)), problems(text)


def test_a_team_can_only_refuse_and_ask() -> None:
    text = "[rules.a]\nprogram = 'ls'\naction = 'approve'"
    assert problems(text, "team") == ["3: a: a team's policy may only deny or ask, not approve"]
    assert problems(text, "user") == []


def test_more_rules_than_anybody_writes_are_refused() -> None:
    text = "".join(f"[rules.r{at}]\naction = 'deny'\n" for at in range(401))
    assert any("at most 400" in each for each in problems(text))


def test_lines_are_found_through_comments_and_other_tables() -> None:
    text = "[other]\na = 1\n[[ rules ]] # one\n'name' = 'x'\n[rules.\"b c\"]\naction='deny'\n[more]\nname = 1\n"
    assert lines_of(text) == [{"": 3, "name": 4}, {"": 5, "action": 6}]


def test_strange_top_level_keys_are_told() -> None:
    source = Source("user", "r.toml", "[rule.a]\naction='deny'\n", {"rule": {"a": {}}})
    [found] = strays(source, ("rules", "test"))
    assert (found.line, found.message) == (1, 'unknown key "rule" (did you mean "rules"?)')
