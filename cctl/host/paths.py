"""Where cctl keeps what is its own: state, cache and configuration, closed to other users.

XDG variables count only when absolute, as their specification says; a relative one would put state into whatever
folder a command happens to run in.
"""
# ruff: noqa: PTH101, PTH103, PTH116, PTH123 -- pathlib costs 9 ms that no verb may pay before its first read

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Mapping

from cctl.records.errors import CannotWrite

_NETWORKED = (
    "9p acfs afs afpfs beegfs ceph cifs coda davfs fuse.ceph fuse.davfs2 fuse.glusterfs fuse.rclone fuse.s3fs "
    "fuse.sshfs glusterfs gpfs lustre ncpfs nfs nfs4 ocfs2 orangefs smb2 smb3 smbfs webdav "
)
"""File systems on which locks and shared memory can't be relied on, so that a database would be damaged."""


def state(env: Mapping[str, str], home: str) -> str:
    """What must last: the ledger, journals, runs."""
    return _folder(env, "XDG_STATE_HOME", f"{home}/.local/state")


def cache(env: Mapping[str, str], home: str) -> str:
    """What may be deleted at any time."""
    return _folder(env, "XDG_CACHE_HOME", f"{home}/.cache")


def config(env: Mapping[str, str], home: str) -> str:
    """What the user writes."""
    return _folder(env, "XDG_CONFIG_HOME", f"{home}/.config")


def private_folder(path: str) -> None:
    """Make a folder, and those above it that are missing, for this user alone; close one that is open."""
    try:
        os.makedirs(path, 0o700, exist_ok=True)
        found = os.stat(path)
        if stat.S_IMODE(found.st_mode) & 0o077 and found.st_uid == os.geteuid():
            os.chmod(path, 0o700)
    except OSError as problem:
        raise CannotWrite(f"{path}: {problem.strerror}") from None


def private_file(path: str, flags: int = os.O_RDWR | os.O_CREAT) -> int:
    """Open a file, made for this user alone when it is new; the descriptor isn't handed to children."""
    return os.open(path, flags | os.O_CLOEXEC, 0o600)


def file_system(path: str, mounts: str) -> str:
    """The type of the file system that an absolute path lies on, from the text of a mount table; "" when not told.

    Understands `/proc/self/mountinfo` of Linux and what `mount` prints on macOS.
    """
    best, found = -1, ""
    for line in mounts.splitlines():
        point, kind = _mount(line)
        if point and len(point) >= best and (path == point or path.startswith(point.rstrip("/") + "/")):
            best, found = len(point), kind
    return found


def networked(path: str) -> str:
    """The type of the network file system that a path lies on, "" when it lies on none."""
    kind = file_system(os.path.realpath(path), _mounts())
    return kind if kind and f"{kind} " in _NETWORKED else ""


def _folder(env: Mapping[str, str], name: str, default: str) -> str:
    base = env.get(name, "")
    return f"{base if base.startswith('/') else default}/cctl"


def _mounts() -> str:
    if sys.platform == "linux":
        try:
            with open("/proc/self/mountinfo", encoding="utf-8", errors="surrogateescape") as file:
                return file.read()
        except OSError:
            return ""
    import subprocess  # noqa: PLC0415 -- 9 ms, and only where there is no mount table to read

    try:
        done = subprocess.run(["/sbin/mount"], capture_output=True, text=True, timeout=5, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout


def _mount(line: str) -> tuple[str, str]:
    """Mount point and type in one line of either table."""
    left, dash, right = line.partition(" - ")
    fields = left.split(" ")
    if dash and len(fields) >= 6:
        return _unescaped(fields[4]), right.split(" ")[0]
    device, on, rest = line.partition(" on ")
    if device and on:
        point, bracket, kinds = rest.rpartition(" (")
        if bracket:
            return point, kinds.rstrip(")").split(",")[0]
    return "", ""


def _unescaped(point: str) -> str:
    for code, letter in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        point = point.replace(code, letter)
    return point
