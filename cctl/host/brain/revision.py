"""What is committed, read without trusting the repository: no filter, no pager, no hook of its takes part.

Which commit a name stands for is read from the files of git itself, because that is asked before every call and
starting git costs as much as the verdict; the content of a commit is git's to give, once for each commit.
"""
# ruff: noqa: PTH118, PTH123 -- pathlib costs 9 ms that no judge may pay before its first call

from __future__ import annotations

import os

_LONGEST = 1 << 16  # of a file of git's that holds a name
_PACKED = 8 << 20
_SECONDS = 3
# Neither the user's configuration of git nor the machine's: what is read must not depend on who reads it.
_ENV = {
    "PATH": os.defpath, "HOME": "/nonexistent", "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*",
}  # fmt: skip
_UPSTREAM = ("refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/remotes/origin/master")


def commits(project: str) -> dict[str, str]:
    """The commit of `HEAD` and of the upstream default branch, as far as there are any."""
    folder = _git_folder(f"{project}/.git")
    if not folder:
        return {}
    common = _common(folder)
    found = {"HEAD": _commit(folder, common, "HEAD")}
    for name in _UPSTREAM:
        commit = _commit(folder, common, name)
        if commit:
            found[name] = commit
            break
    return {name: commit for name, commit in found.items() if commit}


def content(project: str, commit: str, path: str) -> bytes | None:
    """A file as it is in a commit; None when it isn't in it. An OSError when git can't be asked."""
    listed = _git(project, "ls-tree", "-z", commit, "--", path)
    kind, _, rest = listed.partition(b"\t")[0].partition(b" ")[2].partition(b" ")
    return _git(project, "cat-file", "blob", rest.decode("ascii", "replace")) if kind == b"blob" else None


def _git(project: str, *words: str) -> bytes:
    import subprocess  # noqa: PLC0415 -- 9 ms, once for each commit

    command = ["git", "--no-optional-locks", "-c", "core.fsmonitor=false", "-C", project, *words]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False, env=_ENV)
    except subprocess.TimeoutExpired as problem:
        raise OSError(f"git took over {_SECONDS} s") from problem
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise OSError(f"git: {said.splitlines()[-1] if said else f'exit {done.returncode}'}")
    return done.stdout


def _git_folder(path: str) -> str:
    """The folder of git: `.git` itself, or where a work tree's file of that name points to."""
    if os.path.isdir(path):  # noqa: PTH112 -- as above
        return path
    text = _read(path, _LONGEST).strip()
    if not text.startswith("gitdir:"):
        return ""
    target = text[7:].strip()
    return target if target.startswith("/") else os.path.join(path.rpartition("/")[0], target)


def _common(folder: str) -> str:
    text = _read(f"{folder}/commondir", _LONGEST).strip()
    return os.path.normpath(os.path.join(folder, text)) if text else folder


def _commit(folder: str, common: str, name: str) -> str:
    """The commit that a name stands for; "" when there is none."""
    for _ in range(5):
        base = folder if name == "HEAD" else common
        text = _read(f"{base}/{name}", _LONGEST).strip()
        if not text:
            return _packed(common, name)
        if not text.startswith("ref:"):
            return text if text.isalnum() else ""
        name = text[4:].strip()
        if not name.startswith("refs/") or ".." in name:
            return ""
    return ""


def _packed(common: str, name: str) -> str:
    for line in _read(f"{common}/packed-refs", _PACKED).splitlines():
        commit, _, ref = line.partition(" ")
        if ref == name and commit.isalnum():
            return commit
    return ""


def _read(path: str, most: int) -> str:
    try:
        with open(path, "rb") as file:
            return file.read(most).decode("utf-8", "replace")
    except OSError:
        return ""
