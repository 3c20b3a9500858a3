"""Git work trees, as their `.git` says without running git: the top of one, and what two of one repository share."""
# ruff: noqa: PTH110, PTH112 -- pathlib costs 9 ms at every start

from __future__ import annotations

import os

_LINK = 4096  # bytes of a `.git` file that are looked at
_KEPT = 4096  # folders remembered


class Worktrees:
    """Work trees by folder; each folder is looked at once."""

    def __init__(self) -> None:
        self._tops: dict[str, str] = {}
        self._shared: dict[str, str] = {}

    def top(self, folder: str) -> str:
        """The top of the work tree that a folder lies in, "" when in none."""
        if not folder.startswith("/"):
            return ""
        found = self._tops.get(folder)
        if found is None:
            found, look = "", folder
            while look not in ("", "/"):
                if os.path.exists(f"{look}/.git"):
                    found = look
                    break
                look = look.rpartition("/")[0]
            _remember(self._tops, folder, found)
        return found

    def inside(self, path: str) -> str:
        """`repository:path` of a file whose repository has several work trees, "" for all others."""
        top = self.top(path.rpartition("/")[0])
        if not top:
            return ""
        shared = self._shared.get(top)
        if shared is None:
            shared = _common(top)
            _remember(self._shared, top, shared)
        return f"{shared}:{path[len(top) + 1 :]}" if shared else ""


def real(path: str) -> str:
    """A path with its links resolved; two names of one file are one. What no disk can hold stays as it is written."""
    try:
        return os.path.realpath(path) if path.startswith("/") else path
    except ValueError:  # half a character, or a NUL: agents write what they like
        return path


def _common(top: str) -> str:
    """The folder that all work trees of a repository share, "" when it has but one."""
    git = f"{top}/.git"
    if os.path.isdir(git):
        return real(git) if os.path.isdir(f"{git}/worktrees") else ""
    try:
        with open(git, "rb") as file:  # noqa: PTH123 -- see above
            text = file.read(_LINK).decode("utf-8", "surrogateescape").strip()
    except OSError:
        return ""
    link = text.removeprefix("gitdir:").strip()
    folder = real(link if link.startswith("/") else f"{top}/{link}")
    above, _, _ = folder.rpartition("/")
    return above.removesuffix("/worktrees") if above.endswith("/worktrees") else ""


def _remember(known: dict[str, str], key: str, value: str) -> None:
    if len(known) >= _KEPT:
        known.clear()
    known[key] = value
