"""Git for tasks: a work tree and branch of a task's own, the state of a tree as a commit, a clean copy to judge.

A snapshot is a commit that no branch leads to, made with an index of its own; the user's index, branches, hooks and
configured programs are left alone. Work trees lie in the plan's folder, never beside the user's files.
"""
# ruff: noqa: PTH103, PTH110, PTH112 -- pathlib costs 9 ms at every start

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Mapping, Sequence

from cctl.host.plan.hands import Failed

TIMEOUT_S = 120.0
_SET = ("core.fsmonitor=false", "core.hooksPath=/dev/null", "gc.auto=0", "core.quotePath=false", "commit.gpgSign=false")
_QUIET = [word for setting in _SET for word in ("-c", setting)]
_SUPPLIES = frozenset((
    "node_modules", "bower_components", "jspm_packages", ".venv", "venv", "env", "__pypackages__", ".tox", ".nox",
    "vendor", "Pods", "deps", ".bundle", ".yarn", ".gradle", ".m2", "target", "build", "dist", "_build", ".elixir_ls",
))  # fmt: skip
_WHO = {f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER")
        for what, value in (("NAME", "cctl"), ("EMAIL", "cctl@localhost"))}  # fmt: skip


class Trees:
    """The repository that a folder lies in."""

    def __init__(self, top: str, scratch: str, env: Mapping[str, str]) -> None:
        self.top, self._scratch = top, scratch
        self._env = {name: value for name, value in env.items() if not name.startswith("GIT_")}
        self._env |= {"GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C", **_WHO}

    def snapshot(self, folder: str, name: str) -> str:
        """All files as they are, those that git ignores left out, as a commit on top of HEAD."""
        os.makedirs(self._scratch, 0o700, exist_ok=True)
        index = f"{self._scratch}/index.{name}.{threading.get_ident()}"
        try:
            real = self.git(folder, "rev-parse", "--path-format=absolute", "--git-path", "index").strip()
            if os.path.exists(real):
                shutil.copyfile(real, index)  # its file times spare git reading every file
            self.git(folder, "add", "-A", "--", ":/", index=index)
            tree = self.git(folder, "write-tree", index=index).strip()
        finally:
            if os.path.exists(index):
                os.unlink(index)  # noqa: PTH108 -- see above
        head = self.head(folder)
        above = ["-p", head] if head else []
        return self.git(folder, "commit-tree", tree, *above, "-m", f"cctl: {name}").strip()

    def head(self, folder: str) -> str:
        """The commit that is checked out, "" in a repository without any."""
        return self.git(folder, "rev-parse", "--verify", "-q", "HEAD", check=False).strip()

    def branch_off(self, path: str, branch: str, base: str) -> None:
        """A work tree with a branch of its own; one that is there already is used as it is."""
        if os.path.exists(f"{path}/.git"):
            return
        with _one_at_a_time:
            self.git(self.top, "worktree", "prune")
            known = self.git(self.top, "rev-parse", "--verify", "-q", f"refs/heads/{branch}", check=False).strip()
            where = [path, branch] if known else ["-b", branch, path, base]
            self.git(self.top, "worktree", "add", "-q", *where)

    def merge(self, path: str, commits: Sequence[str]) -> None:
        """Take in what other tasks did; `Failed` when their work doesn't fit together."""
        for commit in commits:
            try:
                self.git(path, "merge", "-q", "--no-edit", commit)
            except Failed as failed:
                self.git(path, "merge", "--abort", check=False)
                raise Failed(f"the work of the tasks that it needs doesn't merge: {failed}") from None

    def record(self, path: str, name: str) -> str:
        """Commit everything in a work tree to its branch; the commit."""
        self.git(path, "add", "-A", "--", ":/")
        if self.git(path, "status", "--porcelain").strip():
            self.git(path, "commit", "-q", "-m", f"cctl: {name}")
        return self.head(path)

    def clean(self, path: str, commit: str) -> None:
        """A copy of a commit and of nothing else."""
        self.remove(path)
        with _one_at_a_time:
            self.git(self.top, "worktree", "add", "-q", "--detach", path, commit)

    def remove(self, path: str) -> None:
        """Take a work tree away."""
        if os.path.isdir(path):
            with _one_at_a_time:
                self.git(self.top, "worktree", "remove", "--force", path, check=False)
            shutil.rmtree(path, ignore_errors=True)

    def changed(self, folder: str, base: str, commit: str, patterns: Sequence[str]) -> list[str]:
        """Files among these (names, folders, patterns below `folder`) that differ between two commits."""
        paths = [f":(glob){pattern}" for pattern in patterns]
        raw = self.git(folder, "diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", base, commit, "--", *paths)
        return [name for name in raw.split("\0") if name]

    def supplies(self, folder: str) -> list[str]:
        """Folders below this one that git ignores and that programs need: what a package manager has put there."""
        raw = self.git(folder, "ls-files", "-z", "-o", "-i", "--exclude-standard", "--directory", check=False)
        folders = (name.rstrip("/") for name in raw.split("\0") if name.endswith("/"))
        return [name for name in folders if name.rpartition("/")[2] in _SUPPLIES]

    def diff(self, base: str, commit: str) -> str:
        """What changed between two commits."""
        return self.git(self.top, "diff", "--no-ext-diff", "--no-textconv", "--no-color", base, commit)

    def git(self, folder: str, *words: str, index: str = "", check: bool = True) -> str:
        """What git says; `Failed` when it isn't there or says no."""
        env = self._env | ({"GIT_INDEX_FILE": index} if index else {})
        try:
            done = subprocess.run(
                ["git", *_QUIET, *words], cwd=folder, env=env, capture_output=True, timeout=TIMEOUT_S, check=False,
                stdin=subprocess.DEVNULL,
            )  # fmt: skip
        except FileNotFoundError:
            raise Failed("git isn't installed, and this task needs it") from None
        except (OSError, subprocess.TimeoutExpired) as problem:
            raise Failed(f"git {words[0]}: {problem}") from None
        if check and done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise Failed(f"git {words[0]}: {said[-1][:300] if said else 'failed'}")
        return done.stdout.decode("utf-8", "surrogateescape")


_one_at_a_time = threading.Lock()
"""Two of our own `git worktree add` on one repository wait for each other instead of failing on its locks."""
