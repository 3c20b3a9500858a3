"""Which files a user means: paths, folders, archives, sessions by id, prefix or name; and their lines.

A file keeps its meaning wherever it lies: inside an agent's home its place says session, sub-agent and project, and
anywhere else the first lines say whose it is.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence

from cctl.core.agent import agents
from cctl.core.agent.spec import Agent, Origin
from cctl.host import packed
from cctl.host.pipe import is_pipe
from cctl.host.world import World
from cctl.records.codec import split
from cctl.records.errors import NoInput
from cctl.records.named import NamedTuple

CHUNK = 1 << 18  # as much as stays in the processor's own memory while its lines are looked at
SUFFIXES = tuple(f".jsonl{ending}" for ending in ("", *packed.ENDINGS))
_LOOK = 64 << 10  # bytes looked at to tell whose a file is


class Transcript(NamedTuple):
    """One transcript file."""

    path: str
    agent: str
    origin: Origin


class Line(NamedTuple):
    """One line of a transcript; `whole` is false for a last line that has no newline yet."""

    number: int
    data: bytes
    whole: bool


def named(world: World, words: Sequence[str]) -> list[Transcript]:
    """The transcripts that words name, in their order: paths first, then sessions."""
    found: list[Transcript] = []
    for word in words:
        if os.path.isdir(word):  # noqa: PTH112 -- pathlib costs 9 ms at every start
            inside = in_folder(world, word)
            if not inside:
                raise NoInput(f"{word}: no transcripts in it")
            found += inside
        elif is_pipe(word):
            raise NoInput(f"{word}: a pipe can be read only once here", hint="write it to a file first")
        elif os.path.exists(word) or "/" in word:  # noqa: PTH110 -- see above
            found.append(of_file(world, word))
        else:
            found += of_session(world, word)
    return list({each.path: each for each in found}.values())


def of_file(world: World, path: str) -> Transcript:
    """A file as a transcript; whose it is comes from its place, else from its first lines."""
    path = os.path.abspath(path)  # noqa: PTH100 -- see above
    return _of(path, os.path.realpath(path), homes(world))


def _of(path: str, real: str, known: Sequence[tuple[str, str]]) -> Transcript:
    for name, home in known:
        if real.startswith(f"{home}/") and (origin := of_home(name, home, real[len(home) + 1 :])):
            return Transcript(path, name, origin._replace(path=path))
    return Transcript(path, _whose(path), loose_origin(path))


def loose_origin(path: str) -> Origin:
    """What the path of a file outside of every home still says: its last parts may look like a home's."""
    bare = packed.plain(path)
    parts = bare.split("/")
    for name in agents():
        agent = agents()[name]
        for depth in range(3, min(len(parts), 9)):
            tail = "/".join(parts[-depth:])
            if tail.partition("/")[0] in agent.folders() and (place := agent.place(tail)):
                home = path[: len(bare) - len(tail) - 1]
                meta = _subagent(f"{home}/{place.meta}") if place.meta else ""
                return Origin(path, place.session, place.agent_id, meta, place.folder)
    stem = parts[-1].removesuffix(".jsonl")
    return Origin(path, "", stem.removeprefix("agent-") if stem.startswith("agent-") else "")


def in_folder(world: World, folder: str) -> list[Transcript]:
    """The transcripts below a folder, by path; files that are nobody's are passed over.

    One that can't be read is among them: whoever reads it says why.
    """
    found, known = [], homes(world)
    for base, folders, files in os.walk(os.path.abspath(folder)):  # noqa: PTH100 -- see above
        folders.sort()
        real = os.path.realpath(base)
        for name in sorted(files):
            path = f"{base}/{name}"
            if name.endswith(SUFFIXES) and not is_pipe(path):
                try:
                    link = os.path.islink(path)  # noqa: PTH114 -- see above
                    found.append(_of(path, os.path.realpath(path) if link else f"{real}/{name}", known))
                except NoInput:
                    if not _readable(path):
                        found.append(Transcript(path, "claude", loose_origin(path)))
    return found


def of_session(world: World, word: str) -> list[Transcript]:
    """The files of the session whose id is or begins with a word, its own before those of its sub-agents."""
    found: dict[str, list[Transcript]] = {}
    for transcript in everything(world):
        session = transcript.origin.session
        if session.startswith(word):
            found.setdefault(session, []).append(transcript)
    if word in found:
        found = {word: found[word]}
    if len(found) > 1:
        raise NoInput(f"{word!r} is the beginning of {len(found)} sessions", hint="say more of it: " + _few(found))
    if not found:
        raise NoInput(f"no file, folder or session {word!r}", hint="`cctl history` lists sessions")
    (files,) = found.values()
    return sorted(files, key=lambda each: (bool(each.origin.agent_id), each.path))


def everything(world: World) -> Iterator[Transcript]:
    """Every transcript in the agents' homes."""
    for name, home in homes(world):
        for folder in agents()[name].folders():
            for base, folders, files in os.walk(f"{home}/{folder}"):
                folders.sort()
                for file in sorted(files):
                    relative = f"{base}/{file}"[len(home) + 1 :]
                    if origin := of_home(name, home, relative):
                        yield Transcript(f"{home}/{relative}", name, origin)


def homes(world: World) -> list[tuple[str, str]]:
    """(agent, home) for every home that is there, links resolved."""
    found = []
    for name in agents():
        for home in agents()[name].homes(world.env, world.home):
            real = os.path.realpath(home)
            if os.path.isdir(real) and (name, real) not in found:  # noqa: PTH112 -- see above
                found.append((name, real))
    return found


def lines(path: str) -> Iterator[Line]:
    """The lines of a transcript, numbered from 1; an archive is unpacked on the way."""
    for number, several, whole in runs(path):
        for at, data in enumerate(several, number):
            yield Line(at, data, whole)


def runs(path: str) -> Iterator[tuple[int, list[bytes], bool]]:
    """The lines as they are read, many at once: the number of the first, the lines, and whether they are whole."""
    number = 1
    held: list[bytes] = []  # the pieces of a line whose end has not come
    for chunk in blocks(path):
        if b"\n" not in chunk:
            held.append(chunk)
            continue
        *whole, rest = split(b"".join([*held, chunk]) if held else chunk)
        held = [rest] if rest else []
        yield number, whole, True
        number += len(whole)
    if held:
        yield number, [b"".join(held)], False


def blocks(path: str, size: int = CHUNK) -> Iterator[bytes]:
    """The bytes of a transcript, some at a time."""
    try:
        if path.endswith(packed.ENDINGS):
            with packed.opened(path) as unpacked:
                while chunk := unpacked.read(size):
                    yield chunk
        else:
            descriptor = _unblocked(path)
            try:
                while chunk := os.read(descriptor, size):
                    yield chunk
            finally:
                os.close(descriptor)
    except OSError as problem:
        raise NoInput(f"{path}: {problem.strerror or problem}") from None


def _unblocked(path: str) -> int:
    """Open a file; a pipe that lies among transcripts must not keep whoever reads them waiting."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise NoInput(f"{path}: is no file")


def recognise(text: bytes) -> str:
    """Whose the first lines of a text are; "" when nobody's."""
    for data in text.split(b"\n", 50)[:50]:
        line = data.strip(b"\xef\xbb\xbf \r\t")
        if not line:
            continue
        for name in agents():
            agent: Agent = agents()[name]
            if agent.recognises(line):
                return name
    return ""


def head_of(path: str) -> bytes:
    """The beginning of a file; nothing when it can't be read or is a folder."""
    try:
        return _head(path)
    except NoInput:
        return b""


def _head(path: str) -> bytes:
    head = b""
    for chunk in blocks(path, _LOOK):
        head += chunk[: _LOOK - len(head)]
        if len(head) >= _LOOK:
            break
    return head


def _readable(path: str) -> bool:
    try:
        next(blocks(path), b"")
    except NoInput:
        return False
    return True


def _whose(path: str) -> str:
    head = _head(path)
    if not head.strip():
        return "claude"  # an empty file holds nothing, whoever's it is
    name = recognise(head)
    if not name:
        raise NoInput(f"{path}: not the transcript of an agent that cctl knows")
    return name


def of_home(name: str, home: str, relative: str) -> Origin | None:
    """What the place of a file inside an agent's home says; None when it is no transcript."""
    place = agents()[name].place(packed.plain(relative))
    if place is None:
        return None
    subagent = _subagent(f"{home}/{place.meta}") if place.meta else ""
    return Origin(f"{home}/{relative}", place.session, place.agent_id, subagent, place.folder)


def _subagent(meta: str) -> str:
    """The type of a sub-agent, from the small file beside its transcript."""
    import json  # noqa: PLC0415 -- only sub-agents have such a file

    try:
        with open(meta, "rb") as file:  # noqa: PTH123 -- see above
            told = json.loads(file.read(64 << 10))
    except (OSError, ValueError, RecursionError):
        return ""
    kind = told.get("agentType") if isinstance(told, dict) else None
    return kind if isinstance(kind, str) else ""


def _few(found: Sequence[str] | dict[str, list[Transcript]]) -> str:
    names = sorted(found)
    return ", ".join(names[:4]) + (" …" if len(names) > 4 else "")
