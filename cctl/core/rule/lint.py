"""What is doubtful about rules that are right in form: they never match, say nothing new, or say far too much."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from cctl.core.policy.matrix import Matrix
from cctl.core.rule.match import is_effect
from cctl.core.rule.rule import ALLOW, ASK, DENY, OF_SESSION, OF_UNIT, Rule
from cctl.records.named import NamedTuple

WEIGHT = {DENY: 3, "terminate": 3, ASK: 2, ALLOW: 1}
_WIDE = (
    "bash",
    "sh",
    "zsh",
    "python",
    "python3",
    "node",
    "perl",
    "ruby",
    "sudo",
    "env",
    "xargs",
    "eval",
    "find",
    "ssh",
)


class Lint(NamedTuple):
    """One doubt about one rule."""

    rule: Rule
    kind: str
    severity: Literal["problem", "advice"]
    message: str
    todo: str


def lints(rules: list[Rule], matrix: Matrix) -> Iterator[Lint]:
    """Every doubt, in the order of the rules."""
    for at, rule in enumerate(rules):
        yield from _alone(rule, matrix)
        for other in rules[:at] + rules[at + 1 :]:
            found = _shadow(rule, other, earlier=other in rules[:at])
            if found is not None:
                yield found
                break


def _alone(rule: Rule, matrix: Matrix) -> Iterator[Lint]:
    when = rule.when
    unheard = [name for name in when if name in OF_SESSION]
    if unheard and rule.action in WEIGHT:
        said = f"match_{unheard[0]} is not known in the hook: it matches in streams alone"
        yield Lint(
            rule, "unreachable", "advice", said, "use it with `watch | rules eval`; in the hook, budgets do this"
        )
    if rule.action != ALLOW:
        if not when and not rule.unless and rule.action in (DENY, ASK):
            said = f"it has no condition: every call gets {rule.action}"
            yield Lint(rule, "too_broad", "advice", said, "say what it is about")
        if rule.action == DENY and "command" in when and any(" -" in value for value in when["command"]):
            yield Lint(rule, "substring", "advice", "a text with flags in it misses other spellings of them",
                       "name the program and its flag, or the effect")  # fmt: skip
        return
    if "command" in when:
        yield Lint(rule, "substring", "advice", "an approving rule follows the beginning of a command's text",
                   "name program and subcommand instead")  # fmt: skip
    if not any(name in OF_UNIT or name in ("command", "tool") for name in when):
        yield Lint(rule, "too_broad", "problem", "it approves whatever may be learnt, of every program",
                   "name the programs that it is meant for")  # fmt: skip
    wide = next((name for name in when.get("program", ()) if name in _WIDE or "*" in name), None)
    if wide is not None and not {"subcommand", "arg", "path", "effect"} & set(when):
        yield Lint(rule, "too_broad", "problem", f'"{wide}" runs anything', "name what it may run")
    yield from _ceilings(rule, matrix)


def _ceilings(rule: Rule, matrix: Matrix) -> Iterator[Lint]:
    """An allow that can't come about."""
    for named in rule.when.get("effect", ()):
        ceilings = {ceiling for code, ceiling in matrix.lower.items() if is_effect(named, code)}
        if ceilings == {"none"}:
            yield Lint(rule, "unreachable", "problem", f"no rule can allow {named}", "take the effect out")
        elif rule.layer != "user" and ceilings and "learn" not in ceilings:
            yield Lint(
                rule, "unreachable", "problem", f"only a rule of the user's own can allow {named}", "take it out"
            )


def _shadow(rule: Rule, other: Rule, *, earlier: bool) -> Lint | None:
    """Whether another rule already says it wherever this one matches, or says something graver."""
    if rule.action not in WEIGHT or other.action not in WEIGHT or not _wider(other, rule):
        return None
    if WEIGHT[other.action] > WEIGHT[rule.action]:
        said = f'wherever it matches, "{other.name}" says {other.action}'
        return Lint(rule, "shadowed", "problem", said, "narrow one of them")
    if other.action == rule.action and (earlier or not _wider(rule, other)):
        return Lint(rule, "shadowed", "advice", f'"{other.name}" says the same and more', "take it out")
    return None


def _wider(one: Rule, other: Rule) -> bool:
    """Whether one rule matches wherever the other does."""
    for name, values in one.when.items():
        if name not in other.when or not _within(name, other.when[name], values):
            return False
    for name, values in one.unless.items():
        if name not in other.unless or not _within(name, values, other.unless[name]):
            return False
    return True


def _within(name: str, inner: tuple[str, ...], outer: tuple[str, ...]) -> bool:
    """Whether every value of one list is met by a value of the other."""
    if name.endswith("_above"):
        return float(inner[0]) >= float(outer[0])
    if name in ("command", "text", "project"):
        return all(any(wide.lower() in value.lower() for wide in outer) for value in inner)
    if name == "effect":
        return all(any(is_effect(wide, value) for wide in outer) for value in inner)
    return set(inner) <= set(outer)
