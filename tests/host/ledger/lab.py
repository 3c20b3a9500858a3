"""A home with transcripts that tests can mistreat, and what its ledger must know after each reading."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cctl.core.agent.spec import Row
from cctl.core.spend.ask import Ask, Spend
from cctl.core.spend.cell import Response
from cctl.host import walk
from cctl.host.ledger import ledger
from cctl.host.scan import Reading
from tests.core.spend import oracle
from tests.core.spend.oracle import Sighting
from tests.fake_agent import BLANK, Fake, Flat

AGENTS = {"fake": Fake()}


class Lab:
    """One home, one ledger, and the sightings that the ledger has ever had before its eyes."""

    def __init__(self, base: Path, *, new: bool = True) -> None:
        self.home = base / "home"
        self.logs = self.home / "logs" / "project"
        if new:
            self.logs.mkdir(parents=True)
        self.path = str(base / "state" / "ledger.db")
        self.price = Flat()
        self.ever: list[Sighting] = []

    def reading(self, **more: Any) -> Reading:
        return Reading(AGENTS, self.price, **more)

    def homes(self, *homes: Path) -> list[walk.Home]:
        env = {"FAKE_HOME": ",".join(map(str, homes or [self.home]))}
        return walk.homes(AGENTS.values(), env, "/nowhere")

    def write(self, name: str, *rows: Row, end: bytes = b"\n", mode: str = "ab") -> Path:
        """Add lines to a transcript."""
        path = self.logs / f"{name}.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open(mode) as file:
            file.write(b"\n".join(text(row) for row in rows) + end)
        return path

    def ask(self, **more: Any) -> ledger.Answer:
        """Read what is new, as the ledger does, and remember what it saw."""
        self.ever += self.on_disk()
        answer = ledger.answer(self.homes(), self.reading(**more), path=self.path)
        assert answer.missing is None
        return answer

    def direct(self, **more: Any) -> ledger.Answer:
        """The same without a ledger."""
        return ledger.of_homes(self.homes(), self.reading(**more))

    def on_disk(self) -> list[Sighting]:
        """All sightings in whole lines of the transcripts there are."""
        return [*self._sightings()]

    def _sightings(self) -> Iterator[Sighting]:
        for path in sorted(self.logs.rglob("*.jsonl")):
            data, at = path.read_bytes(), 0
            stem = path.relative_to(self.logs).parts[0].removesuffix(".jsonl")
            for line in data[: data.rfind(b"\n") + 1].split(b"\n"):
                if told := decoded(line):
                    yield Sighting(str(path), BLANK._replace(**{"session": stem, "at": at, **told}))
                at += len(line) + 1


def decoded(line: bytes) -> dict[str, Any]:
    """What a line holds; nothing when it is damaged."""
    try:
        told = json.loads(line) if line else {}
    except ValueError:
        told = {}
    return told if isinstance(told, dict) else {}


def text(row: Row) -> bytes:
    """A row as a line."""
    told = {name: value for name, value in row._asdict().items() if value != getattr(BLANK, name) and name != "at"}
    return json.dumps({"id": row.id, "ms": row.ms, **told}).encode()


def everything(spend: Spend) -> list[Response]:
    """All responses without where they stand, which moves with the files."""
    return [each._replace(path="", at=-1) for each in spend.responses(Ask())]


def expected(sightings: list[Sighting]) -> list[Response]:
    """The same from the oracle."""
    return [each._replace(path="", at=-1) for each in oracle.responses(sightings)]


def questions() -> list[Ask]:
    """Questions of every kind."""
    day = 86_400
    edges = tuple(range(19_999 * day, 20_003 * day, day))
    return [
        Ask(),
        Ask(edges=()),
        Ask(edges=(0, *edges), by=frozenset({"model"})),
        Ask(edges=edges, by=frozenset({"session", "branch", "subagent"})),
        Ask(edges=(), by=frozenset({"tool", "project", "cwd", "agent"})),
        Ask(edges=(), by=frozenset({"model"}), since_ms=900_001, until_ms=86_400_000 * 20_000 + 3),
        Ask(since_ms=900_000, keep={"branch": "main".__eq__}),
        Ask(since_ms=900_003, until_ms=900_006, by=frozenset({"session"})),
        Ask(edges=(), keep={"agent_id": "".__eq__}, by=frozenset({"agent"})),
    ]


def assert_alike(one: Spend, other: Spend) -> None:
    """Two stores answer every question alike."""
    assert one.extent() == other.extent()
    for ask in questions():
        assert one.sums(ask) == other.sums(ask), ask
        assert list(one.sessions(ask)) == list(other.sessions(ask)), ask
        mine = [each._replace(path="", at=-1) for each in one.responses(ask)]
        assert mine == [each._replace(path="", at=-1) for each in other.responses(ask)], ask


def touch(path: Path, ns: int) -> None:
    """Set a file's time of change."""
    os.utime(path, ns=(ns, ns))
