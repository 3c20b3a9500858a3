"""Finding transcripts: every file under the agents' homes, with what tells whether it has changed.

All files are looked at, always. An old session that is resumed appends to an old file, and an append doesn't touch the
folder, so neither age nor a folder's time can spare the look. What is spared is thinking: a listing is a plain nested
value, and one comparison of bytes with the last one says that nothing is new.
"""
# ruff: noqa: PTH120 -- pathlib is three times as slow here, and 9 ms to import

from __future__ import annotations

import marshal
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from zlib import crc32

from cctl.core.agent.spec import Agent, Place
from cctl.records.named import NamedTuple

Entry = tuple[str, int, int, int, int]  # name, device, inode, size, time of change in ns; zeros for what isn't read
Listing = list[tuple[str, list[Entry]]]  # folders relative to the home, "" for itself
TRANSCRIPT = ".jsonl"
TRANSCRIPTS = (TRANSCRIPT, ".jsonl.zst")  # some releases pack old ones
BESIDE = ".json"  # small files that say more about a transcript; their names are enough
_KIND, _REGULAR = stat.S_IFMT(0o177777), stat.S_IFREG
_SUM = 4  # bytes of a check sum
_FORMAT = 2  # of marshal: later ones write equal values differently, depending on who else holds them


class Home(NamedTuple):
    """One folder in which one agent keeps its files."""

    agent: Agent
    path: str  # real


class Found(NamedTuple):
    """One transcript."""

    path: str  # relative to its home
    entry: Entry
    place: Place
    meta: bool  # whether the file that says more lies beside it


def homes(agents: Iterable[Agent], env: Mapping[str, str], home: str) -> list[Home]:
    """The agents' homes as they are configured, each once, whatever name it is reached by."""
    found: dict[str, Home] = {}
    for agent in agents:
        for path in agent.homes(env, home):
            real = os.path.realpath(path)
            found.setdefault(real, Home(agent, real))
    return list(found.values())


def listing(home: Home, unreadable: list[str] | None = None) -> Listing:
    """What lies under a home; folders that can't be read are added to `unreadable`."""
    found: Listing = []
    linked: set[str] = set()
    waiting = list(home.agent.folders())
    while waiting:
        folder = waiting.pop()
        path = f"{home.path}/{folder}"
        try:
            entries, inner, links = _folder(path)
        except (FileNotFoundError, NotADirectoryError):
            continue  # gone since its name was read
        except OSError:
            if unreadable is not None:
                unreadable.append(path)
            continue
        waiting += [f"{folder}/{name}" for name in inner]
        waiting += [f"{folder}/{name}" for name in links if _once(f"{path}/{name}", linked)]
        if entries:
            found.append((folder, entries))
    return found


def _folder(path: str) -> tuple[list[Entry], list[str], list[str]]:
    """Files, folders and links to folders in one folder; asked through its descriptor, which saves a tenth."""
    entries: list[Entry] = []
    inner: list[str] = []
    links: list[str] = []
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        with os.scandir(descriptor) as inside:
            for each in inside:
                name = each.name
                if name.endswith(TRANSCRIPTS):
                    try:
                        told = each.stat()
                    except OSError:
                        continue  # gone, or a link to nowhere
                    if told.st_mode & _KIND == _REGULAR:
                        entries.append((name, told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns))
                elif name.endswith(BESIDE):
                    entries.append((name, 0, 0, 0, 0))
                elif each.is_dir(follow_symlinks=False):
                    inner.append(name)
                elif each.is_symlink() and _leads_to_folder(each):
                    links.append(name)
    finally:
        os.close(descriptor)
    return entries, inner, links


def _leads_to_folder(link: os.DirEntry[str]) -> bool:
    try:
        return link.is_dir()
    except OSError:
        return False  # a link to itself, or through a folder that may not be entered


def _once(link: str, linked: set[str]) -> bool:
    """Whether to follow a link to a folder: none that leads back up, and to none twice."""
    real = os.path.realpath(link)
    above = os.path.realpath(os.path.dirname(link))
    if real in linked or f"{above}/".startswith(f"{real}/"):
        return False
    linked.add(real)
    return True


def packed(found: Listing) -> bytes:
    """A listing as bytes; equal listings are equal bytes."""
    data = marshal.dumps(found, _FORMAT)
    return crc32(data).to_bytes(_SUM, "big") + data


def unpacked(packed: bytes) -> Listing:
    """A listing from its bytes; an empty one from none, or from damaged ones: those could crash the interpreter."""
    data = packed[_SUM:]
    if not data or crc32(data).to_bytes(_SUM, "big") != packed[:_SUM]:
        return []
    found: Listing = marshal.loads(data)
    return found


def vanished(old: Listing, new: Listing) -> Iterator[str]:
    """Paths of files that an older listing has and a newer one hasn't."""
    now = dict(new)
    for folder, entries in old:
        if now.get(folder) != entries:
            there = {entry[0] for entry in now.get(folder, ())}
            yield from (f"{folder}/{entry[0]}" for entry in entries if entry[0] not in there)


def changed(home: Home, old: Listing, new: Listing) -> Iterator[Found]:
    """The transcripts of a listing that aren't as they were in an older one."""
    before = dict(old)
    for folder, entries in new:
        known = before.get(folder)
        if known == entries:
            continue
        same = set(known or ())
        names = {entry[0] for entry in entries}
        fresh = {name for name in names - {entry[0] for entry in same} if not name.endswith(TRANSCRIPTS)}
        for entry in entries:
            if not entry[0].endswith(TRANSCRIPTS) or (entry in same and not fresh):
                continue
            path = f"{folder}/{entry[0]}"
            place = home.agent.place(path)
            if place is None:
                continue
            beside = place.meta.rpartition("/")[2] if place.meta else ""
            if entry not in same or beside in fresh:
                yield Found(path, entry, place, bool(beside) and beside in names)
