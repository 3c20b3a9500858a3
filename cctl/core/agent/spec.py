"""What cctl asks of an agent's format: one `Agent` per client, one file each, and nothing else knows the format.

Two readings of one transcript, because they have different users and speeds:

* `scan` looks for spend alone. It is given whole lines as one block of bytes and jumps from marker to marker, because
  `stats` and budgets ask only this and must hold the speed of a `cat`.
* `open` gives a reader that turns every line into records, for `cat`, `watch` and all that judge behaviour.

Both are held to the same totals by a test over all fixtures.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from cctl.records.named import NamedTuple
from cctl.records.schema import Record


class Origin(NamedTuple):
    """Which file is read: its path is evidence, its place tells session, sub-agent and project."""

    path: str = ""  # absolute, "" for standard input
    session: str = ""  # from the file's name or folder, "" when it says nothing
    agent_id: str = ""  # of a sub-agent's file
    subagent: str = ""  # its type, from the meta file beside it
    folder: str = ""  # name of the folder that stands for the project (Claude Code's slug)


class Row(NamedTuple):
    """One sighting of one API response in one file; plain values only, so that workers can marshal it.

    Sightings of one `id` are one response: numbers merge to the maximum, `ms` to the minimum, `tools` by union.
    """

    id: str
    ms: int  # epoch milliseconds, UTC
    model: str
    input: int
    output: int
    write_5m: int
    write_1h: int
    read: int
    web: int
    speed: str  # "" for standard
    geo: str
    session: str  # that the line says it belongs to
    payer: str  # session that the line says paid, "" when it says nothing
    agent_id: str
    subagent: str
    project: str
    cwd: str
    branch: str
    tools: str  # "Name:hash Name:hash", one per call; the hash is of the call's id, so that a copy adds nothing
    at: int  # byte offset of the line in the file
    recorded_nano: int  # cost that the line itself records in nano-dollars, -1 when none


class Skip(NamedTuple):
    """One thing that was passed over, named so that nothing is dropped in silence."""

    reason: str  # slug: bad_json, synthetic, no_id, too_long, unknown_type:NAME, duplicate …
    at: int


class Scan(NamedTuple):
    """What a block of whole lines holds."""

    rows: list[tuple[object, ...]]  # `Row`s, as plain tuples
    skips: list[Skip]
    state: bytes  # what the next block of the same file needs to know; "" when nothing


class Place(NamedTuple):
    """What the path of a file inside the agent's home says."""

    session: str
    agent_id: str
    folder: str
    meta: str  # path of a small JSON file beside it that names the sub-agent's type, "" when none


class Reader(Protocol):
    """Turns the lines of one transcript into records, keeping what later lines need."""

    skipped: dict[str, int]  # what was passed over so far, by reason; the same slugs as in `Skip`

    def read(self, line: bytes, number: int) -> list[Record]:
        """The records of one whole line (without its newline)."""
        ...

    def finish(self) -> list[Record]:
        """What is left to say at the end of a finite file."""
        ...


class Agent(Protocol):
    """One client's format."""

    name: str

    def homes(self, env: Mapping[str, str], home: str) -> list[str]:
        """Folders that the client keeps its files in, in order; they need not exist."""
        ...

    def folders(self) -> tuple[str, ...]:
        """Sub-folders of a home that hold transcripts."""
        ...

    def place(self, relative: str) -> Place | None:
        """What a path relative to the home says; None when it is no transcript."""
        ...

    def recognises(self, line: bytes) -> bool:
        """Whether a line of a stream or of a file from elsewhere is this client's."""
        ...

    def scan(self, block: bytes, origin: Origin, base: int, state: bytes, *, audit: bool = False) -> Scan:
        """The spend in a block of whole lines that starts at byte `base` of the file.

        `audit` looks at every line and names what is passed over; otherwise only candidates are looked at.
        """
        ...

    def open(self, origin: Origin, *, settled: bool = False) -> Reader:
        """A reader for one file; `settled` asks for one account of each response, for whom no half of one is news."""
        ...

    def resume(self, session: str) -> list[str]:
        """The words of the command that goes on with a session."""
        ...


def lines(block: bytes) -> Iterable[tuple[int, bytes]]:
    """The lines of a block with their offsets; splits on LF alone, since U+2028 is legal inside a JSON string."""
    start = 0
    while start < len(block):
        stop = block.find(b"\n", start)
        if stop < 0:
            stop = len(block)
        yield start, block[start:stop]
        start = stop + 1
