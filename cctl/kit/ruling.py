"""Rule files for verbs: which are meant, as judges, with their cases and everything that is wrong in them."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cctl.core import config
from cctl.core.brain.decide import Decider
from cctl.core.config import Problem
from cctl.core.rule.case import Case, cases
from cctl.core.rule.read import Source, read
from cctl.core.rule.rule import ALLOW, Rule, Rules
from cctl.host import rules_file
from cctl.host.brain import compile as compiling
from cctl.host.brain import tables
from cctl.host.brain.facts import toplevel
from cctl.host.brain.places import PROJECT_FILES, Places
from cctl.host.config_file import parsed
from cctl.kit.judging import places
from cctl.records.errors import BadConfig, NoInput
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

_LONGEST = 1 << 20


def here(run: Run, chosen: tuple[str, ...] = ()) -> Places:
    """Where the rules lie that hold in the working folder."""
    return places(run.world, toplevel(run.world.cwd) or None, chosen)


def decider(run: Run, chosen: tuple[str, ...], policy: str | None) -> Decider:
    """A judge with these rule files, or with the ones that hold here."""
    asked = policy if policy is not None else str(run.setting("brain.policy"))
    held = rules_file.load(places(run.world, None, chosen) if chosen else here(run))
    return Decider(tables.judge(), asked, held.rules)


def with_rule(base: Decider, rule: Rule) -> Decider:
    """The same judge with one rule more."""
    rules = [*(base.rules.all() if base.rules is not None else ()), rule]
    return Decider(base.judge, base.policy, Rules(rules), None, base.mode)


def everything(run: Run, chosen: tuple[str, ...]) -> tuple[list[Rule], list[Problem]]:
    """All rules that hold here, or those of some files, and everything that is wrong in them."""
    return compiling.everything(places(run.world, None, chosen) if chosen else here(run))


def all_cases(run: Run, names: Sequence[str]) -> list[Case]:
    """The cases in rule files; a mistake in one is the end of it."""
    found: list[Case] = []
    problems: list[Problem] = []
    for name in names or _files(run):
        source = _source(name, required=bool(names))
        if source is not None:
            some, wrong = cases(source)
            found += some
            problems += wrong
    config.refuse(problems)
    return found


def case_record(case: Case, verdict: Record, *, passed: bool, ts: str) -> Record:
    """The record of a judged case."""
    record: Record = {"type": "rule_case", "v": 1, "ts": ts, "name": case.name, "passed": passed}
    record |= {"expected": case.expect, "decision": verdict["decision"], "by": verdict["by"]}
    record |= {"rule": verdict["rule"]} if verdict.get("rule") else {}
    return record | {"reason": verdict["reason"], "src": {"path": case.origin, "line": case.line}}


def project_allows(place: Places) -> list[str]:
    """The project's rule files that would allow something if they were trusted."""
    files = [f"{place.project}/{name}" for name in PROJECT_FILES] if place.project else []
    return [path for path in files if os.path.isfile(path) and _allowing(path)]  # noqa: PTH113 -- as below


def allowing(name: str) -> tuple[str, list[Rule]]:
    """A rule file by its absolute path, with its allowing rules; a mistake in it is the end of it."""
    path = os.path.abspath(name)  # noqa: PTH100 -- a link is not followed: the trust is in this place
    if not os.path.exists(path):  # noqa: PTH110 -- as below
        raise NoInput(f"{path}: no such file")
    return path, _allowing(path)


def _allowing(path: str) -> list[Rule]:
    source = _source(path, required=True)
    assert source is not None  # it was required
    rules, problems = read(source._replace(layer="project"), compiling.words(tables.judge().matrix))
    config.refuse(problems)
    return [rule for rule in rules if rule.action == ALLOW]


def _files(run: Run) -> Iterator[str]:
    found = here(run)
    yield found.user[0]
    if found.project:
        yield f"{found.project}/{PROJECT_FILES[0]}"


def _source(path: str, *, required: bool) -> Source | None:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 -- as everywhere in the kit
            text = file.read(_LONGEST)
    except FileNotFoundError:
        if required:
            raise NoInput(f"{path}: no such file") from None
        return None
    except OSError as problem:
        raise BadConfig(f"{path}: {problem.strerror}") from None
    return Source("user", path, text.decode("utf-8", "replace"), parsed(path, text))
