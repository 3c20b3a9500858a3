"""Reading a plan: JSON as the first tool wrote it, TOML with `[[task]]`, or records on standard input."""
# ruff: noqa: PTH123 -- pathlib costs 9 ms at every start

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from cctl.core.plan.read import joined, read
from cctl.core.plan.task import Plan, Problem
from cctl.records import codec
from cctl.records.errors import BadPlan, NoInput
from cctl.records.named import NamedTuple

if TYPE_CHECKING:
    from cctl.kit.run import Run

MOST = 64 << 20


class Source(NamedTuple):
    """A plan as it was read."""

    path: str  # real path, "" for standard input
    given: dict[str, Any]  # what the text says
    plan: Plan
    problems: list[Problem]

    @property
    def key(self) -> str:
        """What stands for the plan: its file, or what it says."""
        import json  # noqa: PLC0415 -- 1 ms; none to look at other plans

        return self.path or "stdin:" + json.dumps(self.given, sort_keys=True)


def sourced(run: Run, name: str) -> Source:
    """The plan in a file, `-` for standard input; with its problems, if it can be read at all."""
    path = "" if name == "-" else os.path.realpath(name)
    try:
        if name == "-":
            with os.fdopen(0, "rb", closefd=False) as stream:
                data = stream.read(MOST + 1)
        else:
            with open(path, "rb") as file:
                data = file.read(MOST + 1)
    except OSError as problem:
        raise NoInput(f"{name}: {problem.strerror}") from None
    if len(data) > MOST:
        raise BadPlan(f"{name}: a plan of more than {MOST >> 20} MiB isn't taken")
    try:
        given = decoded(data, toml=path.endswith(".toml"))
    except ValueError as wrong:
        raise BadPlan(f"{name}: {wrong}") from None
    plan, problems = read(given)
    return Source(path, given, plan, problems)


def sound(source: Source, name: str) -> Plan:
    """The plan, or the one line that says what is wrong with it."""
    if source.problems:
        more = len(source.problems) - 1
        hint = f"and {more} more; `cctl tasks validate` names them" if more else ""
        raise BadPlan(f"{name}: {source.problems[0]}", hint=hint)
    return source.plan


def decoded(data: bytes, *, toml: bool) -> dict[str, Any]:
    """What a text says; ValueError with a line that says why it can't be read."""
    import json  # noqa: PLC0415 -- as above

    text = data.decode("utf-8-sig")
    start = text.lstrip()[:1]
    if toml or start not in ("{", ""):
        import tomllib  # noqa: PLC0415 -- one of two

        return tomllib.loads(text)
    try:
        found = json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError:
        return _records(text)
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return joined([found]) if found.get("type") in ("task", "plan") else found


def _records(text: str) -> dict[str, Any]:
    """One record on each line; of a broken document, the error that names its line."""
    records: list[dict[str, Any]] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = codec.decode(line.encode())
        except codec.BadLine as bad:
            if records:
                raise ValueError(f"line {number}: {bad}") from None
            import json  # noqa: PLC0415 -- as above

            json.loads(text)  # raises, with the place
            raise
        if record.get("type") in ("task", "plan"):
            records.append(record)
        elif record.get("type") not in ("end",):
            raise ValueError(f"line {number}: a {str(record.get('type'))[:40]!r} record is no part of a plan")
    return joined(records)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys stand once: of two values, nobody could tell which was meant."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice[:60]!r} stands twice in one object")
    return found
