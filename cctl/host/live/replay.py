"""Recorded transcripts told as if they happened now: in the order of their times, with the states they went through.

Files are opened when the clock of the replay reaches their first line, so a folder of thousands needs no thousands of
descriptors, and sessions that ran side by side are told side by side.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence

from cctl.core.agent.spec import Agent
from cctl.core.moment import epoch_ms
from cctl.core.state.decide import QUESTIONS
from cctl.core.state.standing import Standing
from cctl.host.live.now import Now
from cctl.host.live.teller import Teller
from cctl.host.transcript import Transcript, runs
from cctl.records.pattern import pattern
from cctl.records.schema import Record

_LIKELY = 8 << 10  # bytes at the start of a file in which a time stands nearly always
_HEAD = 64 << 10
_AT_WORK = ("prompt", "work")
_TIME = pattern(rb'"timestamp"\s*:\s*"([^"]{10,40})"')


class Replay:
    """A replay of some transcripts."""

    def __init__(
        self, agents: Mapping[str, Agent], now: Now, transcripts: Sequence[Transcript], *, settled: bool = False
    ) -> None:
        self._agents, self._now, self._transcripts = agents, now, transcripts
        self._settled = settled  # a response once, when it is over: at full speed nobody waits for half of one
        self._teller = Teller(now)
        self._call_ms, self._api_ms = int(now.limits.tool_grace_s * 1000), int(now.limits.api_grace_s * 1000)
        self.skipped: dict[str, int] = {}

    def records(self) -> Iterator[Record]:
        """What the transcripts hold, and a session record wherever a state changes."""
        add, judge, teller, works_on = self._now.fold.add, self._teller.judge, self._teller, self._works_on
        for ms, record in self._in_time():
            if teller.next_ms <= ms:
                yield from self._clock(ms)
            standing = add(record, ms)
            yield record
            kind = record["type"]
            if standing is None or kind == "session" or works_on(record, kind, standing, ms):
                continue  # facts alone: what it does is told by the record that comes with them
            if told := judge(standing.id, max(ms, 0)):
                yield told
            for rival in sorted(self._now.fold.contest.rivals(standing)) if kind == "call" else ():
                if told := judge(rival, max(ms, 0)):
                    yield told
        for session in list(self._now.fold.standings):
            if not self._teller.knows(session) and (told := judge(session, self._now.fold.now_ms)):
                yield told
        yield from self._clock(self._now.fold.now_ms)

    def _works_on(self, record: Record, kind: str, standing: Standing, ms: int) -> bool:
        """Whether a record leaves a session at work there, so that only the clock can change that.

        The clock may be asked too soon and then says when to ask again, but never too late.
        """
        if standing.phase not in _AT_WORK or standing.written or not self._teller.works(standing.id):
            return False
        calls = kind == "call"
        if (calls and record.get("tool") in QUESTIONS) or (kind == "result" and standing.pending):
            return False
        self._teller.sooner(standing.id, ms + (self._call_ms if calls else self._api_ms))
        return True

    def _clock(self, ms: int) -> Iterator[Record]:
        """What the clock alone changed before the next record."""
        while (due := self._teller.next_ms) <= ms:
            for session in self._teller.due(due):
                if told := self._teller.judge(session, due):
                    yield told

    def _in_time(self) -> Iterator[tuple[int, Record]]:
        """All records, merged by their times; a file's own order is kept."""
        waiting = [(_first(each.path), at, None) for at, each in enumerate(self._transcripts)]
        heap: list[tuple[int, int, Iterator[Record] | None, tuple[int, Record] | None]] = [
            (ms, at, None, None) for ms, at, _ in waiting
        ]
        heapq.heapify(heap)
        while heap:
            ms, at, source, held = heap[0]
            if source is None:
                source = self._of(self._transcripts[at])
            if held is not None:
                yield held
            # stay with this file while no other is earlier: most of a session's records come in a row
            other = min((entry[0] for entry in heap[1:3]), default=None)
            for record in source:
                told_ms = epoch_ms(record.get("ts"))
                if told_ms > ms:  # noqa: PLR1730 -- a call of `max` at every record is half a percent of all
                    ms = told_ms
                if other is not None and ms > other:
                    heapq.heapreplace(heap, (ms, at, source, (told_ms, record)))
                    break
                yield told_ms, record
            else:
                heapq.heappop(heap)

    def _of(self, transcript: Transcript) -> Iterator[Record]:
        reader = self._agents[transcript.agent].open(transcript.origin, settled=self._settled)
        read = reader.read
        for first, several, whole in runs(transcript.path):
            for number, data in enumerate(several, first):
                if whole or data.rstrip().endswith(b"}"):
                    yield from read(data, number)
        yield from reader.finish()
        for reason, count in reader.skipped.items():
            self.skipped[reason] = self.skipped.get(reason, 0) + count


def _first(path: str) -> int:
    """The first time that a file tells, 0 when it tells none near its start."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 -- pathlib costs 9 ms at every start
            found = _TIME.search(head := file.read(_LIKELY)) or _TIME.search(head + file.read(_HEAD))
    except OSError:
        return 0
    return max(0, epoch_ms(found[1].decode("ascii", "replace"))) if found else 0
