"""From what a file says to a plan: every mistake is named at once, and nothing is started while there is one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from cctl.core.plan import key
from cctl.core.plan.condition import Condition, Unclear
from cctl.core.plan.graph import cycle
from cctl.core.plan.key import ORIGINAL, Wrong, taken
from cctl.core.plan.matrix import Grown, multiplied
from cctl.core.plan.refer import checked
from cctl.core.plan.task import AGENTS, Plan, Problem, Task, Verifier
from cctl.records.pattern import pattern

MOST: Final = 100_000
_NAME = pattern(r"[A-Za-z0-9._-]{1,64}")
_LOOSE = pattern(r"[^\x00-\x1f\x7f/\\{}|]{1,120}")


def read(given: Mapping[str, Any]) -> tuple[Plan, list[Problem]]:
    """The plan that a JSON or TOML file holds, with all that is wrong; one that isn't right must not be run."""
    problems: list[Problem] = []
    whole = given.get("plan")
    if isinstance(whole, dict):  # what holds for all may stand in a table of its own
        given = {**whole, **{name: value for name, value in given.items() if name != "plan"}}
    top = taken(given, key.PLAN, "", problems)
    if top.get("version", 1) != 1:
        problems.append(Problem("", f"version {top['version']!r} isn't known; this is 1"))
    rows = top.get("tasks")
    if not isinstance(rows, list) or not rows:
        problems.append(Problem("", "no tasks: say [[task]] in TOML, or a list `tasks` in JSON"))
        rows = []
    if len(rows) > MOST:
        problems.append(Problem("", f"{len(rows)} tasks; at most {MOST} are taken"))
        rows = rows[:MOST]
    tables = [row for row in rows if isinstance(row, dict)]
    if len(tables) != len(rows):
        problems.append(Problem("", "every task must be a table"))
    loose = given.keys() <= {"tasks", "retries"} and all(row.keys() <= ORIGINAL for row in tables)
    grown = _grown(tables, problems)
    tasks = _tasks(grown, top, loose=loose, problems=problems)
    _related(tasks, grown, problems)
    limits = {name: top.get(name) for name in ("max_parallel", "budget_usd")}
    plan = Plan(tuple(tasks), top.get("name", ""), **limits, on_failure=top.get("on_failure", "skip"))
    return plan, problems


def joined(records: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The same from records on standard input: `plan` says what holds for all, `task` each one task."""
    found: dict[str, Any] = {"tasks": []}
    for record in records:
        values = {name: value for name, value in record.items() if name not in ("type", "v", "ts", "src")}
        if record.get("type") == "plan":
            found = {**values, "tasks": found["tasks"]}
        else:
            found["tasks"].append(values)
    return found


def _grown(tables: list[dict[str, Any]], problems: list[Problem]) -> list[Grown]:
    found: list[Grown] = []
    for table in tables:
        try:
            found += multiplied(table)
        except Wrong as wrong:
            problems.append(Problem(_where(table), f"'matrix' must be {wrong}"))
        if len(found) > MOST:
            problems.append(Problem("", f"its matrices make more than {MOST} tasks"))
            return []
    return found


def _where(table: Mapping[str, Any]) -> str:
    return f"task {str(table.get('name', '?'))[:64]!r}"


def _tasks(grown: list[Grown], top: Mapping[str, Any], *, loose: bool, problems: list[Problem]) -> list[Task]:
    tasks: list[Task] = []
    slugs: set[str] = set()
    names: set[str] = set()
    for each in grown:
        where = _where(each.values)
        fields = taken(each.values, key.TASK, where, problems)
        fields.pop("matrix", None)
        fields.pop("role", None)
        name = fields.get("name", "")
        if not (_LOOSE if loose else _NAME).fullmatch(name) or name.strip(".-") == "":
            rule = "must be 1 to 64 of letters, digits, `.`, `_` and `-`" if not loose else "can't name a task"
            problems.append(Problem("", f"name {name[:64]!r} {rule}"))
            continue
        if name in names:
            problems.append(Problem("", f"two tasks are named {name!r}"))
            continue
        names.add(name)
        fields["verify"] = _verifiers(fields.get("verify"), where, problems)
        fields.setdefault("retries", top.get("retries", 0))
        fields.setdefault("on_failure", top.get("on_failure", "skip"))
        task = _kind(fields, where, problems)._replace(slug=_slug(name, slugs))
        tasks.append(task)
    return tasks


def _slug(name: str, taken_already: set[str]) -> str:
    """A file name of its own, also for names that differ in what a file system doesn't tell apart."""
    base = re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip(".-")[:64] or "task"
    found, number = base, 1
    while found.lower() in taken_already:
        number += 1
        found = f"{base}-{number}"
    taken_already.add(found.lower())
    return found


def _kind(fields: dict[str, Any], where: str, problems: list[Problem]) -> Task:
    """Whether it is a prompt or a command, and what goes with neither."""
    command, prompt = fields.get("command", ()), fields.get("prompt", "")
    agent = fields.get("agent", "")
    if bool(command) == bool(prompt):
        problems.append(Problem(where, "needs either a 'prompt' or a 'command'"))
    if agent == "shell" and prompt:
        fields |= {"command": ("sh", "-c", prompt), "prompt": "", "agent": ""}
    elif command:
        if agent in AGENTS:
            problems.append(Problem(where, f"a command has no agent; {agent} takes a 'prompt'"))
        fields["agent"] = ""
    else:
        fields["agent"] = agent or "claude"
    if not fields["agent"]:
        for name in ("model", "permission_mode", "allowed_tools", "resume", "budget_usd"):
            if fields.get(name):
                problems.append(Problem(where, f"'{name}' is for agents; a command has none"))
    if fields["agent"] == "codex":
        for name in ("permission_mode", "allowed_tools"):
            if fields.get(name):
                problems.append(Problem(where, f"'{name}' is for claude; codex has no such thing"))
    if fields.get("resume", "").startswith("-"):
        problems.append(Problem(where, "'resume' must be a session"))
    return Task(**fields)


def _verifiers(given: Any, where: str, problems: list[Problem]) -> tuple[Verifier, ...]:
    rows = given if isinstance(given, list) else [] if given is None else [given]
    found = []
    for row in rows:
        table = {"run": row} if isinstance(row, str) else row
        if not isinstance(table, dict):
            problems.append(Problem(where, "'verify' must be a list of {run = …}, {brain = …} or {agent = …}"))
            continue
        fields = taken(table, key.VERIFY, f"{where} verify", problems)
        if kind := fields.pop("kind", ""):  # {"kind": "run", "command": …} says the same as {"run": …}
            told = fields.pop("command" if kind == "run" else "prompt", None)
            fields[kind] = told if told is not None else fields.get(kind)
        kinds = [name for name in ("run", "brain", "agent") if fields.get(name)]
        if len(kinds) != 1 or "command" in fields or "prompt" in fields:
            problems.append(Problem(f"{where} verify", "needs exactly one of 'run', 'brain' and 'agent'"))
            continue
        found.append(_verifier(kinds[0], fields, f"{where} verify", problems))
    return tuple(found)


def _verifier(kind: Any, fields: dict[str, Any], where: str, problems: list[Problem]) -> Verifier:
    said = fields.pop(kind)
    rest: dict[str, Any] = {
        name: fields[name] for name in ("model", "budget_usd", "timeout_s", "retries") if name in fields
    }
    if "by" in fields:
        rest["agent"] = fields["by"]
    if kind != "run":
        return Verifier(kind, said, **rest)
    try:
        command = ("sh", "-c", key.text(said)) if isinstance(said, str) else key.argv(said)
    except Wrong as wrong:
        problems.append(Problem(where, f"'run' must be {wrong}"))
        command = ("false",)
    return Verifier("run", said if isinstance(said, str) else " ".join(command), command, **rest)


def _related(tasks: list[Task], grown: list[Grown], problems: list[Problem]) -> None:
    """What tasks say of each other: dependencies, references, conditions."""
    families: dict[str, list[str]] = {}
    for each in grown:
        if each.family:
            families.setdefault(each.family, []).append(str(each.values.get("name")))
    names = {task.name for task in tasks}
    for at, given in enumerate(tasks):
        task = given
        needs: list[str] = []
        for need in task.depends_on:
            if need in names:
                needs.append(need)
            elif need in families:
                needs += [name for name in families[need] if name in names]
            else:
                problems.append(
                    Problem(_named(task), f"depends on {need[:64]!r}, which isn't there{_near(need, names)}")
                )
        tasks[at] = task = task._replace(depends_on=tuple(dict.fromkeys(needs)))
        for message in checked(task, names):
            problems.append(Problem(_named(task), message))
        if task.when:
            try:
                asked = Condition(task.when, names)
            except Unclear as unclear:
                problems.append(Problem(_named(task), f"'when': {unclear}"))
            else:
                for name in sorted(asked.names - set(task.depends_on)):
                    problems.append(Problem(_named(task), f"'when' asks of {name!r}, which isn't in depends_on"))
    if found := cycle({task.name: task.depends_on for task in tasks}):
        problems.append(Problem("", "tasks wait for each other: " + " → ".join(found)))


def _named(task: Task) -> str:
    return f"task {task.name!r}"


def _near(name: str, names: set[str]) -> str:
    import difflib  # noqa: PLC0415 -- only for a mistake

    near = difflib.get_close_matches(name, names, 1, 0.6)
    return f"; did you mean {near[0]!r}?" if near else ""
