"""A repository before and after a run, without a trace in it: trees of all files as they are, untracked ones included.

The trees are written to a store of the run's own, with an index of its own; the user's index, objects and hooks are
left alone. What was dirty before is part of the first tree, so that nobody's work is taken for the agent's.
"""
# ruff: noqa: PTH103, PTH110 -- pathlib costs 9 ms, a tenth of what a run may add

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from typing import Any

FILES, COMMITS = 200, 50  # shown; all are counted
_TIMEOUT_S = 20.0
_QUIET = (
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "gc.auto=0",
    "-c",
    "core.quotePath=false",
)


class Repository:
    """One work tree, as one run sees it."""

    def __init__(self, cwd: str, store: str, env: Mapping[str, str]) -> None:
        self._cwd, self._store = cwd, store
        self._index = self._objects = ""
        self._env = {**{name: value for name, value in env.items() if not name.startswith("GIT_")}}
        self._env |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}

    def look(self) -> dict[str, Any]:
        """Head, branch and tree as they are now; `error` says why one of them is missing."""
        try:
            head, branch = self._head()
            found = {"head": head, "branch": branch, "tree": self._tree()}
        except (OSError, subprocess.SubprocessError) as problem:
            return {"error": _said(problem)}
        return {name: value for name, value in found.items() if value}

    def between(self, before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
        """What changed: files with lines added and removed, commits made."""
        found: dict[str, Any] = {"before": _shown(before), "after": _shown(after)}
        try:
            if before.get("tree") and after.get("tree"):
                found |= self._files(before["tree"], after["tree"])
            if before.get("head") != after.get("head") and after.get("head"):
                found |= self._commits(before.get("head", ""), after["head"])
        except (OSError, subprocess.SubprocessError) as problem:
            found["error"] = _said(problem)
        return found

    def _head(self) -> tuple[str, str]:
        """The commit and the branch that are checked out, "" for none; and where the repository keeps its own."""
        paths = ("--git-path", "index", "--git-path", "objects", "--git-path", "HEAD")
        said = self._git("rev-parse", "--path-format=absolute", *paths, "HEAD", check=False)  # fails without a commit
        lines = said.splitlines()
        if len(lines) < 3:
            raise subprocess.SubprocessError("git can't read the repository")
        self._index, self._objects, head = lines[:3]
        with open(head, encoding="utf-8", errors="replace") as file:  # noqa: PTH123 -- see above
            ref = file.read(4096).strip()
        commit = lines[3] if len(lines) > 3 and lines[3] != "HEAD" else ""
        return commit, ref.removeprefix("ref: refs/heads/") if ref.startswith("ref: refs/heads/") else ""

    def _tree(self) -> str:
        os.makedirs(f"{self._store}/objects", 0o700, exist_ok=True)
        index = f"{self._store}/index"
        if os.path.exists(self._index):
            shutil.copyfile(self._index, index)  # its file times spare git reading every file
        self._git("add", "-A", "--", ":/", index=index)
        return self._git("write-tree", index=index).strip()

    def _files(self, one: str, two: str) -> dict[str, Any]:
        if one == two:
            return {"changed": 0, "added": 0, "removed": 0, "files": []}
        raw = self._git("diff-tree", "-r", "--numstat", "--no-renames", "-z", one, two, own=True)
        files, added, removed = [], 0, 0
        for row in raw.split("\0"):
            more, _, rest = row.partition("\t")
            less, _, path = rest.partition("\t")
            if path:
                counts = {} if more == "-" else {"added": int(more), "removed": int(less)}
                added, removed = added + counts.get("added", 0), removed + counts.get("removed", 0)
                files.append({"path": path, **counts} | ({"binary": True} if more == "-" else {}))
        found = {"changed": len(files), "added": added, "removed": removed, "files": files[:FILES]}
        return found | ({"truncated": True} if len(files) > FILES else {})

    def _commits(self, old: str, new: str) -> dict[str, Any]:
        span = [new, *([f"^{old}"] if old else [])]
        raw = self._git("log", f"--max-count={COMMITS + 1}", "-z", "--format=%H%x09%an%x09%s", *span)
        rows = [row.split("\t", 2) for row in raw.split("\0") if row.count("\t") >= 2]
        commits = [{"commit": commit, "author": author, "subject": subject} for commit, author, subject in rows]
        return {"commits": commits[:COMMITS]}

    def _git(self, *words: str, index: str = "", own: bool = False, check: bool = True) -> str:
        env = dict(self._env)
        if index or own:
            env |= {"GIT_OBJECT_DIRECTORY": f"{self._store}/objects"}
            env["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = self._objects
        if index:
            env["GIT_INDEX_FILE"] = index
        done = subprocess.run(
            ["git", *_QUIET, *words], cwd=self._cwd, env=env, capture_output=True, timeout=_TIMEOUT_S, check=False,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
        if check and done.returncode:
            raise subprocess.SubprocessError(done.stderr.decode("utf-8", "replace").strip()[:200] or "git failed")
        return done.stdout.decode("utf-8", "replace")


def _shown(look: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in look.items() if name != "tree"}


def _said(problem: BaseException) -> str:
    if isinstance(problem, subprocess.TimeoutExpired):
        return f"git took more than {_TIMEOUT_S:g} s"
    if isinstance(problem, FileNotFoundError):
        return "git isn't installed"
    return str(problem)
