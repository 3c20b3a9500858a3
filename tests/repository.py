"""A git repository for tests, made without anybody's configuration."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests import needed

ENV = {
    "PATH": os.environ["PATH"], "HOME": "/nonexistent", "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C",
    **{f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER")
       for what, value in (("NAME", "ada"), ("EMAIL", "ada@example.org"), ("DATE", "2026-11-20T12:00:00Z"))},
}  # fmt: skip


def git(folder: Path, *words: str) -> str:
    """What git says."""
    done = subprocess.run(
        [needed.program("git"), *words], cwd=folder, env=ENV, check=True, capture_output=True, text=True, timeout=30
    )
    return done.stdout.strip()


def repository(folder: Path, **files: str) -> Path:
    """A repository with one commit of these files (`__` in a name stands for a slash, `_` for a dot)."""
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main")
    commit(folder, {name.replace("__", "/").replace("_", "."): text for name, text in files.items()})
    return folder


def commit(folder: Path, files: dict[str, str]) -> str:
    """One more commit; its id."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "change")
    return git(folder, "rev-parse", "HEAD")
