"""The rules that hold in one place: the user's, the team's, the project's; compiled once and then read as lines.

    user      rules.toml and [rules] of config.toml in the configuration folder: may allow, ask and deny
    team      .cctl/policy.toml as it is committed (HEAD and the upstream default branch): may ask and deny
    project   .cctl/rules.toml and [rules] of .cctl.toml in the work tree: may ask and deny, and allow what may be
              learnt once `cctl policy trust` has seen this very text

What was read is kept in the state folder beside the log, under everything it depends on: files by time and size,
commits by their id, trust by its record. A file with an error is refused whole: filters end with 78, the hook asks.
"""
# ruff: noqa: PTH105, PTH116, PTH123 -- pathlib costs 9 ms that no judge may pay before its first call

from __future__ import annotations

import os

from cctl.core.rule.pack import pack, source_of, unpack
from cctl.core.rule.rule import Rule, Rules
from cctl.host.brain import revision
from cctl.host.brain.places import PROJECT_FILES, TEAM_FILES, Places

_LONGEST = 1 << 20


class Held:
    """The rules of a place and the built-in policy its team asks for at least."""

    __slots__ = ("policy", "rules")

    def __init__(self, rules: Rules, policy: str = "") -> None:
        self.rules = rules
        self.policy = policy


def load(places: Places) -> Held:
    """The rules that hold, from the compiled form when nothing has changed; `BadConfig` names the first problem."""
    stamp = _stamp(places)
    text = _text(places.packed())
    if text and source_of(text) == stamp:
        return _held(unpack(text))
    from cctl.host.brain.compile import compiled  # noqa: PLC0415 -- reading TOML costs 14 ms, once for each change

    rules = compiled(places)
    if places.state:
        _keep(places.packed(), pack(rules, stamp))
    return _held(rules)


def _held(rules: list[Rule]) -> Held:
    """The pseudo rule `policy` carries the team's stricter policy through the compiled form."""
    named = next((rule.message for rule in rules if rule.action == "policy"), "")
    return Held(Rules(rule for rule in rules if rule.action != "policy"), named)


def _stamp(places: Places) -> str:
    """Everything the rules of a place depend on."""
    files = [*places.user, places.trust]
    commits: dict[str, str] = {}
    if places.project:
        files += [f"{places.project}/{name}" for name in PROJECT_FILES]
        commits = revision.commits(places.project)
        if not commits:
            files += [f"{places.project}/{name}" for name in TEAM_FILES]
    marks = [_mark(path) for path in files]
    return ";".join([*marks, *(f"{name}={commit}" for name, commit in commits.items())])


def _mark(path: str) -> str:
    try:
        found = os.stat(path)
    except OSError:
        return "-"
    return f"{found.st_mtime_ns}:{found.st_size}:{found.st_ino}"


def _text(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return file.read(_LONGEST).decode("utf-8", "replace")
    except OSError:
        return ""


def _keep(path: str, text: str) -> None:
    """Write the compiled form; a folder that can't be written to only costs the next process its time."""
    from cctl.host import paths  # noqa: PLC0415 -- only when something changed
    from cctl.records.errors import CannotWrite  # noqa: PLC0415 -- as above

    temporary = f"{path}.{os.getpid()}"
    try:
        paths.private_folder(os.path.dirname(path))  # noqa: PTH120 -- as above
        descriptor = paths.private_file(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode())
        os.replace(temporary, path)
    except (OSError, CannotWrite):
        return
