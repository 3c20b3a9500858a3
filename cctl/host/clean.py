"""The files of sessions: finding them, packing them away, deleting them, without ever following a link.

Folders are walked down by descriptor from the agent's home, so that a link put in the way at the last moment leads
nowhere.
"""
# ruff: noqa: PTH103, PTH105, PTH114, PTH116, PTH120 -- descriptors and names; pathlib has nothing to offer

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from cctl.core.clean import Unit
from cctl.host import paths, walk
from cctl.host.packed import ENDINGS, can_zstd, opened, plain
from cctl.records.errors import CannotWrite

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_PIECE = 1 << 20


def units(homes: list[walk.Home]) -> list[Unit]:
    """Every session that has files in these homes; what lies behind links is not among them."""
    found = []
    for home in homes:
        groups: dict[tuple[str, str], dict[str, tuple[int, int]]] = {}
        for base in home.agent.folders():
            for relative, size, ms in _files(home.path, base):
                place = home.agent.place(plain(relative))
                if place and place.session:
                    groups.setdefault((place.session, place.folder), {})[relative] = (size, ms)
        for (session, folder), files in sorted(groups.items()):
            for main in [name for name in files if plain(name).endswith(f"{session}.jsonl")]:
                inside = plain(main).removesuffix(".jsonl")
                files |= {name: (size, ms) for name, size, ms in _files(home.path, inside)}
            listed = tuple((name, size) for name, (size, _) in sorted(files.items()))
            changed = max(ms for _, ms in files.values())
            found.append(Unit(home.agent.name, home.path, session, folder, listed, changed))
    return found


def _files(home: str, folder: str) -> Iterator[tuple[str, int, int]]:
    """Plain files below a folder of a home: path, size, time of change."""
    try:
        with os.scandir(f"{home}/{folder}") as inside:
            entries = sorted(inside, key=lambda entry: entry.name)
    except OSError:
        return
    if os.path.islink(f"{home}/{folder}"):
        return
    for entry in entries:
        relative = f"{folder}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _files(home, relative)
        elif entry.is_file(follow_symlinks=False):
            try:
                told = entry.stat(follow_symlinks=False)
            except OSError:
                continue
            yield relative, told.st_size, told.st_mtime_ns // 1_000_000


@contextmanager
def _parent(home: str, relative: str) -> Iterator[tuple[int, str]]:
    """The descriptor of the folder that a file lies in, and its name there."""
    *folders, name = relative.split("/")
    at = os.open(home, _FOLDER)
    try:
        for folder in folders:
            if folder in ("", ".", ".."):
                raise CannotWrite(f"{home}/{relative}: not inside the agent's folder")
            inner = os.open(folder, _FOLDER, dir_fd=at)
            os.close(at)
            at = inner
        yield at, name
    finally:
        os.close(at)


def delete(unit: Unit) -> None:
    """Delete a unit's files, sub-agents' first, so that what is left of a half-done deletion is still a session.

    Somebody may have gone on with it since it was looked at: then all of it stays.
    """
    for relative, size in unit.files:
        with _parent(unit.home, relative) as (folder, name), suppress(FileNotFoundError):
            if os.stat(name, dir_fd=folder, follow_symlinks=False).st_size != size:
                raise CannotWrite(f"{unit.home}/{relative}: was written to meanwhile")
    for relative, _ in sorted(unit.files, key=lambda file: -file[0].count("/")):
        with _parent(unit.home, relative) as (folder, name):
            try:
                os.unlink(name, dir_fd=folder)
            except FileNotFoundError:
                continue  # somebody was quicker
    for relative in _folders(unit):
        try:
            with _parent(unit.home, relative) as (folder, name):
                os.rmdir(name, dir_fd=folder)
        except OSError:
            continue  # not empty: something that is not ours to judge


def _folders(unit: Unit) -> list[str]:
    """The folders that were the session's own, the innermost first."""
    mains = [name.removesuffix(".jsonl") for name, _ in unit.files if plain(name).endswith(f"{unit.session}.jsonl")]
    inside = set()
    for main in mains:
        for relative, _ in unit.files:
            folder = relative.rpartition("/")[0]
            while folder.startswith(main):
                inside.add(folder)
                folder = folder.rpartition("/")[0]
    return sorted(inside, key=lambda folder: -folder.count("/"))


def archive(unit: Unit, target: str) -> int:
    """Pack a unit's files away, each as it lay in its home; the bytes written. Nothing is there that isn't whole."""
    written = 0
    for relative, _ in unit.files:
        goal = f"{target}/{unit.agent}/{relative}" + ("" if relative.endswith(ENDINGS) else ".gz")
        os.makedirs(os.path.dirname(goal), 0o700, exist_ok=True)
        with _parent(unit.home, relative) as (folder, name):
            written += _packed(os.open(name, _FILE, dir_fd=folder), goal, pack=not relative.endswith(ENDINGS))
    return written


def _packed(descriptor: int, goal: str, *, pack: bool) -> int:
    import gzip  # noqa: PLC0415 -- only archives pay

    part = f"{goal}.part"
    try:
        with os.fdopen(descriptor, "rb") as source:
            told = os.fstat(source.fileno())
            if not stat.S_ISREG(told.st_mode):
                raise CannotWrite(f"{goal}: no plain file to pack")
            with os.fdopen(paths.private_file(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), "wb") as target:
                sink = (
                    gzip.GzipFile("", "wb", mtime=told.st_mtime_ns // 1_000_000_000, fileobj=target) if pack else target
                )
                while piece := source.read(_PIECE):
                    sink.write(piece)
                if pack:
                    sink.close()
                target.flush()
                os.fsync(target.fileno())
        _check(part, goal)
        os.utime(part, ns=(told.st_atime_ns, told.st_mtime_ns))
        os.replace(part, goal)
    except OSError as problem:
        raise CannotWrite(f"{goal}: {problem.strerror or problem}") from None
    return os.stat(goal).st_size


def _check(part: str, goal: str) -> None:
    """Unpack what was packed: only then may the original go. What was packed already was copied as it is."""
    if goal.endswith(".gz") or can_zstd():
        descriptor = os.open(part, _FILE)
        try:
            with opened(goal, descriptor) as packed:
                while packed.read(_PIECE):
                    pass
        finally:
            os.close(descriptor)
