"""The keys of a plan and of its tasks: their types, the names that other tools gave them, what is said of a wrong one.

Every key of the tools whose files are taken is known here; what isn't known is an error with the nearest name, because
a misspelt `budget_usd` that counts for nothing is how money is lost.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from cctl.core.plan.task import Problem
from cctl.core.when.grammar import seconds
from cctl.records.errors import UsageError
from cctl.records.named import NamedTuple

MOST_TEXT: Final = 1 << 20


class Wrong(ValueError):
    """A value of the wrong kind; says what was expected."""


class Key(NamedTuple):
    """One key: where its value goes, and how it is read."""

    field: str
    read: Callable[[Any], Any]


def text(value: Any) -> str:
    """A text that says something."""
    if not isinstance(value, str) or not value.strip():
        raise Wrong("a text")
    if len(value) > MOST_TEXT or "\0" in value:
        raise Wrong(f"a text of at most {MOST_TEXT} characters without NUL")
    return value


def flag(value: Any) -> bool:
    """True or false."""
    if type(value) is not bool:
        raise Wrong("true or false")
    return value


def count(value: Any) -> int:
    """A small whole number from 0."""
    if type(value) is not int or not 0 <= value <= 1000:
        raise Wrong("a whole number from 0 to 1000")
    return value


def positive(value: Any) -> int:
    """A small whole number from 1."""
    if type(value) is not int or not 1 <= value <= 1000:
        raise Wrong("a whole number from 1 to 1000")
    return value


def dollars(value: Any) -> float:
    """An amount of money."""
    if type(value) not in (int, float) or not 0 < value < 1e6:
        raise Wrong("an amount in dollars above 0")
    return float(value)


def duration(value: Any) -> float:
    """`90s`, `1h30m`, or seconds."""
    if type(value) in (int, float) and 0 < value < 1e8:
        return float(value)
    try:
        found = seconds(value) if isinstance(value, str) else 0.0
    except UsageError:
        found = 0.0
    if not 0 < found < 1e8:
        raise Wrong("a duration such as 90s, 20m or 1h30m")
    return found


def minutes(value: Any) -> float:
    """A number of minutes."""
    if type(value) not in (int, float) or not 0 < value < 1e6:
        raise Wrong("a number of minutes")
    return float(value) * 60


def words(value: Any) -> tuple[str, ...]:
    """A list of texts."""
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(each, str) and each and "\0" not in each for each in value):
        raise Wrong("a list of texts")
    return tuple(value)


def argv(value: Any) -> tuple[str, ...]:
    """The words of a command: a list, so that nothing has to be quoted and no shell is between."""
    if isinstance(value, str):
        raise Wrong('a list of words such as ["make", "test"]; for a shell say ["sh", "-c", "…"]')
    if not isinstance(value, list) or not value or not all(isinstance(each, str) for each in value) or not value[0]:
        raise Wrong('a list of words such as ["make", "test"]')
    if any("\0" in each for each in value):
        raise Wrong("words without NUL")
    return tuple(value)


def variables(value: Any) -> tuple[tuple[str, str], ...]:
    """A table of variables."""
    if not isinstance(value, dict) or not all(
        isinstance(each, str) and name and "=" not in name and "\0" not in name + each for name, each in value.items()
    ):
        raise Wrong("a table of texts by name")
    return tuple(sorted(value.items()))


def folder(value: Any) -> str:
    """A folder; what is relative counts from where the plan is run."""
    return text(value)


def inside(value: Any) -> tuple[str, ...]:
    """Files below the task's folder."""
    found = words(value)
    for each in found:
        if each.startswith(("/", "~")) or ".." in each.split("/"):
            raise Wrong(f"files below the task's folder, which {each!r} is not")
    return found


def choice(*known: str) -> Callable[[Any], str]:
    """One of a few words."""

    def read(value: Any) -> str:
        if value not in known:
            raise Wrong("one of " + ", ".join(known))
        return str(value)

    return read


def anything(value: Any) -> Any:
    """A value that is read elsewhere."""
    return value


PLAN: Final[dict[str, Key]] = {
    "version": Key("version", anything),
    "name": Key("name", text),
    "tasks": Key("tasks", anything),
    "task": Key("tasks", anything),
    "retries": Key("retries", count),
    "max_parallel": Key("max_parallel", positive),
    "budget_usd": Key("budget_usd", dollars),
    "on_failure": Key("on_failure", choice("skip", "continue", "abort")),
}
TASK: Final[dict[str, Key]] = {
    "name": Key("name", text),
    "prompt": Key("prompt", text),
    "command": Key("command", argv),
    "agent": Key("agent", choice("claude", "codex", "shell")),
    "cwd": Key("cwd", folder),
    "depends_on": Key("depends_on", words),
    "when": Key("when", text),
    "retries": Key("retries", count),
    "max_retries": Key("retries", count),
    "timeout": Key("timeout_s", duration),
    "timeout_min": Key("timeout_s", minutes),
    "budget_usd": Key("budget_usd", dollars),
    "model": Key("model", text),
    "permission_mode": Key("permission_mode", text),
    "allowed_tools": Key("allowed_tools", words),
    "env": Key("env", variables),
    "resume": Key("resume", text),
    "worktree": Key("worktree", flag),
    "outputs": Key("outputs", inside),
    "verify": Key("verify", anything),
    "verifiers": Key("verify", anything),
    "protected": Key("protected", inside),
    "idempotent": Key("idempotent", flag),
    "on_failure": Key("on_failure", choice("skip", "continue", "abort")),
    "matrix": Key("matrix", anything),
    "peer": Key("peer", text),
    "role": Key("role", text),
}
VERIFY: Final[dict[str, Key]] = {
    "kind": Key("kind", choice("run", "brain", "agent")),
    "run": Key("run", anything),
    "command": Key("command", anything),
    "prompt": Key("prompt", text),
    "brain": Key("brain", text),
    "agent": Key("agent", text),
    "by": Key("by", choice("claude", "codex")),
    "model": Key("model", text),
    "budget_usd": Key("budget_usd", dollars),
    "timeout": Key("timeout_s", duration),
    "retries": Key("retries", count),
}
ORIGINAL: Final = frozenset(("name", "prompt", "cwd", "depends_on", "resume", "retries", "peer"))
"""Keys of the first tool's files, in which a name may hold any text."""


def taken(given: Mapping[str, Any], keys: Mapping[str, Key], where: str, problems: list[Problem]) -> dict[str, Any]:
    """The values by field; a key that isn't known or has a wrong value goes to the problems."""
    found: dict[str, Any] = {}
    for name, value in given.items():
        key = keys.get(name)
        if key is None:
            import difflib  # noqa: PLC0415 -- only a mistake pays

            near = difflib.get_close_matches(name, keys, 1, 0.6)
            hint = f"; did you mean {near[0]!r}?" if near else f"; known are {', '.join(sorted(keys))}"
            problems.append(Problem(where, f"unknown key {name[:60]!r}{hint}"))
            continue
        if value is None:
            continue
        if key.field in found:
            problems.append(Problem(where, f"{name!r} says again what another key says"))
            continue
        try:
            found[key.field] = key.read(value)
        except Wrong as wrong:
            problems.append(Problem(where, f"{name!r} must be {wrong}"))
    return found
