"""A team's policy: what may not be done in a repository, whatever its developer, its agent or a clone of it prefers.

Written as `.cctl/policy.toml` and read from what is committed. It can refuse and ask, and it can name a stricter
built-in policy; nothing in it can allow.

    policy = "readonly"

    [deny]
    commands = ["terraform apply"]     # in the text of any tool's input, upper or lower case
    tools = ["WebFetch"]

    [[rules]]
    name = "no pushes to main"
    program = "git"
    subcommand = "push"
    arg = ["main", "*:main"]
    action = "ask"
"""

from __future__ import annotations

from typing import Any

from cctl.core.config import Problem, line_of
from cctl.core.rule.read import Known, Source, near, read, strays
from cctl.core.rule.rule import Rule
from cctl.records.named import NamedTuple

POLICIES = ("workspace", "readonly", "locked")  # the loosest first
TOP = ("policy", "deny", "rules")
_DENY = ("commands", "tools")


class Team(NamedTuple):
    """What a team's policy says."""

    policy: str  # a stricter built-in policy, or ""
    rules: list[Rule]


def team(source: Source, known: Known) -> tuple[Team, list[Problem]]:
    """The policy in one file."""
    rules, problems = read(source, known)
    problems += strays(source, TOP)
    named = source.tables.get("policy", "")
    if named and named not in POLICIES:
        line = line_of(source.text, "policy")
        problems.append(Problem(source.origin, line, f'no policy is called "{named}"{near(str(named), POLICIES)}'))
        named = ""
    denied, more = _denied(source)
    return Team(named, [*denied, *rules]), [*problems, *more]


def _denied(source: Source) -> tuple[list[Rule], list[Problem]]:
    """`[deny] commands` and `tools`, one rule each, named as the original names them."""
    table: Any = source.tables.get("deny", {})
    if not isinstance(table, dict):
        return [], [Problem(source.origin, line_of(source.text, "deny"), "deny: expected a table")]
    problems = [
        Problem(source.origin, line_of(source.text, f"deny.{key}"), f'deny: unknown key "{key}"{near(key, _DENY)}')
        for key in table
        if key not in _DENY
    ]
    rules = []
    for key, condition, short in (("commands", "text", "cmd"), ("tools", "tool", "tool")):
        values = table.get(key, [])
        line = line_of(source.text, f"deny.{key}")
        if not isinstance(values, list) or not all(isinstance(value, str) and value for value in values):
            problems.append(Problem(source.origin, line, f"deny.{key}: expected a list of texts, none of them empty"))
            continue
        for at, value in enumerate(values):
            when = {condition: (value,)}
            message = f"{source.origin} denies {value!r}"
            rules.append(Rule(f"policy:{short}:{at}", "deny", when, {}, message, source.layer, source.origin, line))
    return rules, problems


def stricter(one: str, other: str) -> str:
    """The stricter of two built-in policies; an empty name says nothing."""
    if not one or not other:
        return one or other
    return max(one, other, key=POLICIES.index)
