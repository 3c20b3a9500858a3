"""Reading the rule files themselves, when something in them has changed."""
# ruff: noqa: PTH123 -- pathlib costs 9 ms

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cctl.core import config
from cctl.core.brain.chain import sha256
from cctl.core.config import Problem
from cctl.core.rule.read import Known, Source, read, strays
from cctl.core.rule.rule import ALLOW, Rule
from cctl.core.rule.team import Team, stricter, team
from cctl.host import config_file
from cctl.host.brain import revision, tables
from cctl.host.brain.places import PROJECT_FILES, TEAM_FILES, Places
from cctl.records.errors import BadConfig

if TYPE_CHECKING:
    from cctl.core.policy.matrix import Matrix

_LONGEST = 1 << 20


def compiled(places: Places) -> list[Rule]:
    """Every rule that holds; refuses at the first problem."""
    rules, problems = everything(places)
    config.refuse(problems)
    return rules


def everything(places: Places) -> tuple[list[Rule], list[Problem]]:
    """Every rule that holds and everything that is wrong in the files."""
    known = words(tables.judge().matrix)
    rules: list[Rule] = []
    problems: list[Problem] = []
    named = ""
    for source in team_sources(places, problems):
        found, wrong = team(source, known)
        named = stricter(named, found.policy)
        rules += _new(found, rules)
        problems += wrong
    for path in places.user:
        rules += _file("user", path, known, problems)
    for name in _project_files(places):
        found_here = _file("project", name, known, problems)
        trusted = is_trusted(places, name) if any(rule.action == ALLOW for rule in found_here) else True
        rules += [rule for rule in found_here if trusted or rule.action != ALLOW]
    if named:
        rules.append(Rule("team policy", "policy", {}, {}, named, "team"))
    return rules, problems


def words(matrix: Matrix) -> Known:
    """The effects and classes of paths that a rule may name."""
    classes = {code.partition("(")[2][:-1] for code in matrix.lower if code.startswith(("READ(", "WRITE(", "DELETE("))}
    return Known(frozenset(matrix.lower), frozenset(classes | {"secret", "cctl-self"}))


def team_sources(places: Places, problems: list[Problem]) -> list[Source]:
    """The team's policy as committed; in a folder without commits, as it lies there."""
    if not places.project:
        return []
    commits = revision.commits(places.project)
    if places.pinned:
        commits["start of the session"] = places.pinned
    found = []
    for name in TEAM_FILES:
        if not commits:
            text = _bytes(f"{places.project}/{name}")
            if text is not None:
                found.append(_source("team", f"{places.project}/{name}", text))
        for ref, commit in commits.items():
            try:
                text = revision.content(places.project, commit, name)
            except OSError as problem:
                problems.append(Problem(f"{places.project}/{name}", 0, f"can't be read from {ref}: {problem}"))
                continue
            if text is not None:
                found.append(_source("team", f"{name}@{ref.removeprefix('refs/remotes/')}", text))
    return found


def is_trusted(places: Places, path: str) -> bool:
    """Whether this very text of a project's file was trusted."""
    text = _bytes(path)
    recorded = _bytes(places.trust) or b""
    if text is None:
        return False
    return trust_line(path, text) in recorded.decode("utf-8", "replace").splitlines()


def trust_line(path: str, text: bytes) -> str:
    """The record that a text at a path is trusted."""
    return f"{sha256()(text)}  {path}"


def _new(found: Team, before: list[Rule]) -> list[Rule]:
    """A policy that is the same in HEAD and upstream gives each rule once."""
    seen = {(rule.name, rule.action, str(rule.when), str(rule.unless)) for rule in before}
    return [rule for rule in found.rules if (rule.name, rule.action, str(rule.when), str(rule.unless)) not in seen]


def _project_files(places: Places) -> list[str]:
    return [f"{places.project}/{name}" for name in PROJECT_FILES] if places.project else []


def _file(layer: str, path: str, known: Known, problems: list[Problem]) -> list[Rule]:
    try:
        text = _bytes(path)
        if text is None:
            return []
        source = _source(layer, path, text)
    except BadConfig as problem:
        problems.append(Problem(path, 0, str(problem).removeprefix(f"{path}: ")))
        return []
    rules, wrong = read(source, known)
    problems += wrong
    if path.endswith("rules.toml"):
        problems += strays(source, ("rules", "test"))
    return rules


def _source(layer: str, origin: str, text: bytes) -> Source:
    values: Any = config_file.parsed(origin, text)
    return Source(layer, origin, text.decode("utf-8", "replace"), values)


def _bytes(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read(_LONGEST)
    except FileNotFoundError:
        return None
    except NotADirectoryError:
        return None
    except OSError as problem:
        raise BadConfig(f"{path}: {problem.strerror}") from None
