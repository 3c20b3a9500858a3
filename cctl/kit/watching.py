"""What `watch` does with the engine: waiting, passing on what was asked for, keeping the cursor, and its ends."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from cctl.core.agent import agents
from cctl.core.moment import epoch_ms
from cctl.core.state import select
from cctl.core.state.select import Selection
from cctl.core.when.grammar import seconds
from cctl.host.live.cursor import Cursor
from cctl.host.live.live import Live, Options
from cctl.host.live.replay import Replay
from cctl.host.watcher import watcher
from cctl.kit.alive import machine
from cctl.kit.options import Size
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

LONGEST_S = 3600.0
WAKE = 16 << 10  # bytes told again of a file that was silent until it grew
_BATCH = 512  # records of a replay between two writes


class Passed:
    """What of a stream was asked for: whole sessions by who they are, session records also by what they do."""

    def __init__(self, wanted: Selection, until: str) -> None:
        self._wanted, self._until = wanted, until
        self._who: dict[str, bool] = {}
        self._narrow = bool(wanted.states or wanted.focus)
        self.reached = False
        self.waits = bool(until)

    def passes(self, record: Record) -> bool:
        """Whether a record was asked for; takes note of the state that ends it all."""
        session = record.get("session")
        if record.get("type") == "session":
            who = self._who[str(session)] = self._wanted.who(record)
            shown = who and self._wanted.what(record)
            self.reached |= shown and record.get("state") == self._until
            return shown
        if not isinstance(session, str) or (self._wanted == Selection() and not self._narrow):
            return True
        return self._who.get(session, not (self._wanted.projects or self._wanted.search)) and (
            not self._wanted.sessions or session.startswith(self._wanted.sessions)
        )


def live(run: Run, wanted: Selection, options: dict[str, Any]) -> Iterator[Record]:
    """The machine's sessions, until somebody ends it."""
    passed, end = _ending(wanted, options)
    backfill = Size().convert(str(run.setting("watch.backfill")), None, None)
    asked = options["backfill"]
    found = machine(run, backfill=WAKE)
    how = Options(
        recent_ms=int(seconds(options["recent"] or str(run.setting("watch.recent"))) * 1000),
        backfill=asked if asked is not None else 0 if options["once"] else backfill,
        every_s=seconds(options["every"]) if options["every"] else 0.0,
        heartbeat_s=seconds(options["heartbeat"]) if options["heartbeat"] else 0.0,
        spool=found.spool,
    )
    watch = watcher("polling" if options["poll"] else "nothing" if options["once"] else "")
    engine = Live(found.now, found.feed, found.tail, found.gather, watch, how)
    cursor = Cursor(options["cursor"]) if options["cursor"] else None
    try:
        yield from _steps(run, engine, cursor, passed, end, once=options["once"])
    finally:
        engine.close()
        for reason, count in engine.skipped.items():
            run.skip(reason, count)


def _steps(
    run: Run, engine: Live, cursor: Cursor | None, passed: Passed, end: float, *, once: bool
) -> Iterator[Record]:
    places = cursor.places() if cursor else {}
    records = engine.start(run.world.now_ms(), time.monotonic(), places or None)
    started = False
    while True:
        for record in records:
            if passed.passes(record):
                yield record
        run.out.flush()
        if not started:
            gc.freeze()  # what is there now stays: collecting must not walk it while a line waits
            started = True
        if cursor:
            cursor.note(engine.places(), run.world.now(), time.monotonic(), now=once or passed.reached)
        if once or passed.reached:
            return
        now_ms, second = run.world.now_ms(), time.monotonic()
        if second >= end:
            run.status = 124 if passed.waits else 0
            return
        changes = engine.watcher.wait(engine.wait_s(now_ms, second, min(LONGEST_S, end - second)))
        records = engine.step(changes, run.world.now_ms(), time.monotonic())


def replayed(run: Run, wanted: Selection, options: dict[str, Any]) -> Iterator[Record]:
    """Recorded transcripts, as if they happened now."""
    from cctl.host import transcript  # noqa: PLC0415 -- only where files are named

    passed, end = _ending(wanted, options)
    gc.set_threshold(100_000, 50, 1000)  # records make no circles; looking for some costs a tenth
    found = machine(run)
    found.now.fold.brief = True
    named = transcript.named(run.world, options["replay"])
    replay = Replay(agents(), found.now, named, settled=not options["speed"])
    everything = wanted == Selection() and not passed.waits
    if everything and not options["speed"] and end == float("inf"):
        yield from replay.records()
    else:
        yield from _played(run, replay, passed, options["speed"], end)
    for reason, count in replay.skipped.items():
        run.skip(reason, count)
    if passed.waits and not passed.reached:
        run.status = 124


def _played(run: Run, replay: Replay, passed: Passed, speed: float, end: float) -> Iterator[Record]:
    """What was asked for of a replay, when it is due, until the end."""
    pace = Pace(speed)
    for at, record in enumerate(replay.records(), 1):
        if speed:
            due = pace.wait_s(record)
            if due > 0:
                run.out.flush()
                time.sleep(max(min(due, end - time.monotonic()), 0))
            if time.monotonic() >= end:
                return
        elif at % _BATCH == 0 and time.monotonic() >= end:
            return
        if passed.passes(record):
            yield record
        if passed.reached:
            return


class Pace:
    """How long to wait before a record of a replay is due."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        self._first_ms = -1
        self._second = 0.0

    def wait_s(self, record: Record) -> float:
        """Seconds to wait; pauses of the record are those of its own clock, divided by the speed."""
        ms = epoch_ms(record.get("ts"))
        if ms < 0:
            return 0.0
        if self._first_ms < 0:
            self._first_ms, self._second = ms, time.monotonic()
        return (ms - self._first_ms) / 1000 / self._speed - (time.monotonic() - self._second)


def _ending(wanted: Selection, options: dict[str, Any]) -> tuple[Passed, float]:
    until = options["until"] or ""
    try:
        passed = Passed(wanted, select.state(until) if until else "")
    except ValueError as wrong:
        raise click.UsageError(f"--until: {wrong}") from None
    end = time.monotonic() + seconds(options["timeout"]) if options["timeout"] else float("inf")
    return passed, end
