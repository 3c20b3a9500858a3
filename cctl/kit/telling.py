"""What `notify` tells, through which ways, and when again: the same occasion once, a kind of it not too often."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cctl.core.act.match import Match, cause, match
from cctl.core.health.check import checks
from cctl.core.moment import epoch_ms, stamp
from cctl.core.notify.message import message
from cctl.core.redact import Redactor
from cctl.host import paths
from cctl.host.journal import Journal
from cctl.host.notify.command import Command
from cctl.host.notify.courier import Courier, Delivery, Send
from cctl.host.notify.desktop import Desktop
from cctl.host.notify.spool import Spool
from cctl.host.notify.webhook import Webhook
from cctl.records.errors import CctlError, NoInput, Unavailable
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

MORE = ("budget", "conflict")  # checks of other filters
_SECRET = 4096
_MOST = 10_000  # occasions that are remembered
_JOURNAL = 4 << 20  # bytes: twice as many


class Way(NamedTuple):
    """One way of telling."""

    name: str
    send: Send
    close: Webhook | None = None


def patterns(words: Sequence[str]) -> list[Match]:
    """What is to be told of."""
    known = known_checks()
    return [match(part, known) for word in words for part in word.split(",") if part.strip()]


def known_checks() -> frozenset[str]:
    """Names of all checks that findings may have."""
    return frozenset({*(check.name for check in checks()), *MORE})


class Telling:
    """Tells of records."""

    def __init__(
        self, run: Run, on: Sequence[Match], ways: Sequence[Way], *, cooldown_s: float, spool: str = ""
    ) -> None:
        self._run, self._on, self._cooldown_ms = run, list(on), int(cooldown_s * 1000)
        self._redactor = Redactor(run.world.home, run.world.env.get("USER", ""))
        self._couriers = []
        for way in ways:
            kept = Spool(f"{spool}/{way.name}") if spool else None
            courier = Courier(way.name, way.send, kept)
            if way.close is not None:
                way.close.pausing(courier.stopping.wait)
            self._couriers.append(courier)
        self._told: dict[str, None] = {}
        self._last: dict[tuple[str, str, str], int] = {}
        self._journal = Journal(f"{spool}/told.jsonl", _JOURNAL) if spool else None
        self.failed = 0
        self._remember()

    def tell(self, record: Record) -> None:
        """Tell of a record if it is meant and was not just told of."""
        fits = next((each for each in self._on if each.fits(record)), None)
        if fits is None or record.get("replayed"):
            return
        key = cause(record)
        if key in self._told or self._soon(record):
            return
        self._keep(key)
        if self._journal:
            self._note(self._journal, key, record)
        safe = self._redactor.record(record)
        for courier in self._couriers:
            courier.deliver(key, safe)

    def finished(self) -> Iterator[Record]:
        """What has come of messages."""
        for courier in self._couriers:
            yield from map(self._done, courier.finished())

    def close(self, seconds: float) -> Iterator[Record]:
        """What came of the rest."""
        for courier in self._couriers:
            yield from map(self._done, courier.close(seconds))

    def _remember(self) -> None:
        """What earlier runs told of, where they left that: a run from cron must not say the same every time."""
        for each in self._journal.news() if self._journal else ():
            self._keep(str(each.get("key")))
            place, ms = _place(each), epoch_ms(each.get("ts"))
            self._last[place] = max(ms, self._last.get(place, ms))

    def _keep(self, key: str) -> None:
        self._told[key] = None
        if len(self._told) > _MOST:
            del self._told[next(iter(self._told))]

    def _note(self, journal: Journal, key: str, record: Record) -> None:
        known = ("ts", "type", "check", "state", "severity", "session")
        try:
            journal.add([{"key": key} | {name: record[name] for name in known if name in record}])
        except CctlError as problem:
            self._run.say.once("told", f"{problem}; the next run may tell of it again")

    def _soon(self, record: Record) -> bool:
        place = _place(record)
        ms, last = epoch_ms(record.get("ts")), self._last.get(place)
        if last is not None and 0 <= ms - last < self._cooldown_ms:
            return True
        self._last[place] = ms
        return False

    def _done(self, delivery: Delivery) -> Record:
        made: Record = {"type": "done", "v": 1, "ts": stamp(self._run.world.now_ms()), "action": "notify"}
        made |= {"status": "error" if delivery.problem else "ok", "target": delivery.to}
        if delivery.problem:
            self.failed += 1
            made["reason"] = delivery.problem + ("; kept for the next run" if delivery.kept else "")
        if isinstance(delivery.record.get("session"), str):
            made["session"] = delivery.record["session"]
        found = delivery.record.get("id")
        return made | ({"evidence": [found]} if isinstance(found, str) else {})


def _place(record: Record) -> tuple[str, str, str]:
    """What a cooldown is of."""
    what = str(record.get("check") or record.get("state") or record.get("type"))
    return what, str(record.get("severity") or ""), str(record.get("session") or "")


def desktop() -> Way:
    """The desktop."""
    shown = Desktop()
    return Way("desktop", lambda record: shown.send(message(record)))


def command(run: Run, words: Sequence[str]) -> Way:
    """The user's own command."""
    told = Command(words, run.world.env)
    return Way("command", lambda record: told.send(message(record), record))


def webhook(run: Run, url: str, shape: str, secret: bytes) -> Way:
    """A web hook."""
    hook = Webhook(url, shape, secret, moment=run.world.now)
    return Way("webhook", lambda record: hook.send(message(record), record), hook)


def secret(run: Run, file: str, words: Sequence[str]) -> bytes:
    """The secret that posts are signed with: from a file or from a command, never from a flag."""
    if words:
        import subprocess  # noqa: PLC0415 -- 2 ms that only a command pays

        try:
            done = subprocess.run(list(words), stdin=subprocess.DEVNULL, capture_output=True, timeout=20, check=False)
        except (OSError, subprocess.TimeoutExpired) as problem:
            raise Unavailable(f"--secret-command: {type(problem).__name__}") from None
        if done.returncode or not done.stdout.strip():
            raise Unavailable(f"--secret-command ended with {done.returncode} and {len(done.stdout)} bytes")
        return done.stdout.strip()
    path = file or str(run.setting("notify.secret_file") or "")
    return _content(path) if path else b""


def address(run: Run, given: str, file: str) -> str:
    """Where to post: a flag, a file for an address that is a secret itself, or the settings."""
    if file:
        return _content(file).decode("utf-8", "replace")
    return given or str(run.setting("notify.webhook") or "")


def _content(path: str) -> bytes:
    try:
        with open(os.path.expanduser(path), "rb") as stream:  # noqa: PTH111, PTH123 -- pathlib costs 9 ms
            found = stream.read(_SECRET).strip()
    except OSError as problem:
        raise NoInput(f"{path}: {problem.strerror}") from None
    if not found:
        raise NoInput(f"{path}: is empty")
    return found


def spool_folder(run: Run, given: str | None) -> str:
    """Where messages wait that could not be delivered; "" for nowhere."""
    if given is None:
        return ""
    return given or f"{paths.state(run.world.env, run.world.home)}/notify"
