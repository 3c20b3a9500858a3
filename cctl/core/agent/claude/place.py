"""What a path of Claude Code's says, and which folder a session was started in.

The name of the folder that holds a session is made from the path of the project: every UTF-16 code unit that is no
ASCII letter or digit became a dash. That can't be undone, but it can be checked: of a line's `cwd` and the folders
above it, the one whose name this is must be the project, however far the agent has since walked into it.
"""

from __future__ import annotations

from typing import Final

from cctl.core.agent.spec import Place
from cctl.records.pattern import pattern

SLUG_MOST: Final = 200  # code units; longer names are cut there and end in a short hash
_SUFFIX: Final = ".jsonl"
_AGENT: Final = "agent-"
_PLAIN: Final = pattern(r"[^A-Za-z0-9]")
_KEPT: Final = 1000  # folders whose project is remembered
_LONGEST: Final = 4096  # no system has longer paths; a line may


def place(relative: str) -> Place | None:
    """Session, sub-agent and project folder of a transcript; None for journals, memory and everything else."""
    parts = relative.split("/")
    name = parts[-1]
    if len(parts) < 3 or parts[0] != "projects" or not name.endswith(_SUFFIX) or "" in parts:
        return None
    folder, stem = parts[1], name[: -len(_SUFFIX)]
    if not stem or name.startswith(".") or name == "journal.jsonl":
        return None
    if len(parts) == 3:
        if stem.startswith(_AGENT):
            return Place("", stem[len(_AGENT) :], folder, "")
        return Place(stem, "", folder, "")
    if len(parts) >= 5 and parts[3] == "subagents" and stem.startswith(_AGENT):
        return Place(parts[2], stem[len(_AGENT) :], folder, f"{relative[: -len(_SUFFIX)]}.meta.json")
    return None


def slug(path: str) -> str:
    """The path with every UTF-16 code unit but ASCII letters and digits made a dash, uncut."""
    return _PLAIN.sub(lambda found: "--" if found[0] > "\uffff" else "-", path)


def started_in(cwd: str, folder: str) -> str:
    """The folder of `cwd` and those above it that `folder` is named after, "" when it is none of them."""
    cut = len(folder) > SLUG_MOST
    path = cwd if len(cwd) <= _LONGEST else ""
    while path:
        name = slug(path)
        if name == folder or (cut and len(name) > SLUG_MOST and name[:SLUG_MOST] == folder[:SLUG_MOST]):
            return path
        if len(name) < min(len(folder), SLUG_MOST):
            return ""
        path = _above(path)
    return ""


def _above(path: str) -> str:
    at = max(path.rfind("/"), path.rfind("\\"))
    if at < 0 or at == len(path) - 1:
        return ""
    above = path[:at]
    return path[: at + 1] if above == "" or above.endswith(":") else above


class Start:
    """The project of each line of one file: what its `cwd` says, else what the file said before, else its `cwd`."""

    __slots__ = ("_folder", "_known", "found", "looked")

    def __init__(self, folder: str, state: bytes = b"") -> None:
        self._folder = folder
        self._known: dict[str, str] = {}
        self.looked = bool(state) or not folder  # whether the file's first `cwd` has been seen
        self.found = state[1:].decode("utf-8", "replace")

    def state(self) -> bytes:
        """What the next block of the same file needs to know."""
        return b"+" + self.found.encode("utf-8", "replace") if self._folder and self.looked else b""

    def see(self, cwd: str) -> None:
        """Take note of the first `cwd` of the file: later lines may be written from elsewhere."""
        self.looked = True
        self.project(cwd)

    def project(self, cwd: str) -> str:
        """The project of a line written in `cwd`."""
        known = self._known.get(cwd)
        if not self._folder:
            return cwd
        if known is None:
            known = started_in(cwd, self._folder)
            if len(self._known) >= _KEPT:
                self._known.clear()
            self._known[cwd] = known
        if known:
            self.found = self.found or known
            return known
        return self.found or cwd
