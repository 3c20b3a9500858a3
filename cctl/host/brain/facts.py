"""What a judge may know of the machine: home, project, what is cctl's own, where links lead. Looked up once per folder.

A call that brings its facts is judged by them alone: what they leave out is unknown, not looked up, so that a test, a
replay and another machine come to the same verdict.
"""
# ruff: noqa: PTH110, PTH120 -- pathlib costs 9 ms that no judge may pay before its first call

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    Facts = dict[str, object]

_DEEP = 64  # folders above a working folder
_KEPT = 4096


class Surroundings:
    """The facts of calls that bring none."""

    def __init__(self, home: str, own: tuple[str, ...] = (), project: str = "") -> None:
        self.home = home
        self._own = own
        self._given = project  # what the host says the project is
        self._facts: dict[str, Facts] = {}
        self._real: dict[str, str] = {}

    def facts(self, cwd: str, session: str = "") -> Facts:
        """What holds for calls made in a folder; a session keeps the project of its first folder."""
        key = session or cwd
        found = self._facts.get(key)
        if found is None:
            if len(self._facts) >= _KEPT:
                self._facts.clear()
            found = self._facts[key] = {"home": self.home, "cctl": self._own, "project": self.project(cwd)}
        return found

    def project(self, cwd: str) -> str | None:
        """The project that a folder belongs to; never the root, the home or a folder above it."""
        candidate = self._given or toplevel(cwd)
        return None if not candidate or is_above(candidate, self.home) else candidate

    def resolve(self, path: str) -> str | None:
        """Where a path leads after links."""
        real = self._real.get(path)
        if real is None:
            try:
                real = os.path.realpath(path)
            except (OSError, ValueError):
                return None
            if len(self._real) < _KEPT:
                self._real[path] = real
        return real

    def forget_links(self) -> None:
        """Look links up anew: between two calls they may have changed."""
        self._real.clear()


def toplevel(folder: str) -> str:
    """The top of the git work tree around a folder; "" outside of any."""
    for _ in range(_DEEP):
        if folder in ("", "/"):
            return ""
        if os.path.exists(f"{folder}/.git"):
            return folder
        folder = os.path.dirname(folder)
    return ""


def is_above(folder: str, home: str) -> bool:
    """Whether a folder is too wide to be a project: the root, the home, or anything the home lies in."""
    real, real_home = os.path.realpath(folder), os.path.realpath(home)
    return real in ("/", real_home) or real_home.startswith(real.rstrip("/") + "/")


def own_places(env: Mapping[str, str], home: str) -> tuple[str, ...]:
    """Where cctl keeps its rules, state and program: no agent may touch these."""
    from cctl.host import paths  # noqa: PLC0415 -- not where facts are given

    package = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100 -- as above
    return paths.config(env, home), paths.state(env, home), paths.cache(env, home), package
