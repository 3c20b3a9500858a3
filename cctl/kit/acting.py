"""Carrying out what a table says: refuse the next call, interrupt, end, tell, run, write down; each occasion once.

What was done is in a journal that all processes share: two `act` on one stream, or one that was killed and started
again, do it once. It is written before an act that must not happen twice, and after one that had better happen twice
than never: a refusal and an end are not held up by a full disk.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from cctl.core.act.judge import Intent, Judge
from cctl.core.act.table import Row
from cctl.core.moment import epoch_ms, stamp
from cctl.core.notify.message import message
from cctl.core.redact import Redactor
from cctl.host import paths, refusal
from cctl.host.journal import Journal
from cctl.host.kill import Grace
from cctl.host.notify.command import Command
from cctl.host.notify.desktop import Desktop
from cctl.kit.ending import Ending
from cctl.records import codec
from cctl.records.errors import CctlError
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


_JOURNAL = 8 << 20  # bytes: some 30,000 acts; what is older than the half that is kept acts no more
_HARMLESS_TWICE = frozenset({"deny", "terminate"})  # while undone they may be dear: they are not held up by a journal


class Acting:
    """Acts on records."""

    def __init__(self, run: Run, judge: Judge, *, dry: bool) -> None:
        self._run, self._judge, self._dry = run, judge, dry
        self._state = paths.state(run.world.env, run.world.home)
        self._journal = Journal(f"{self._state}/act/journal.jsonl", _JOURNAL)
        self._known: set[str] = set()
        self._said: set[str] = set()
        self._ending: Ending | None = None
        self._redactor = Redactor(run.world.home, run.world.env.get("USER", ""))
        self._begun = False
        self.failed = False

    def act(self, record: Record) -> Iterator[Record]:
        """What is done about a record, as `done` records."""
        if not self._begun:
            self._begun = True
            self._catch_up()
        for intent in self._judge.intents(record, self._run.world.now_ms()):
            if intent.key in self._said:
                continue
            self._said.add(intent.key)
            yield self._one(intent)

    def _one(self, intent: Intent) -> Record:
        made: Record = {"type": "done", "v": 1, "ts": self._run.world.now(), "action": intent.row.do}
        made |= {"target": intent.session or str(intent.record.get("type")), "status": "ok", "reason": intent.reason}
        if intent.session:
            made["session"] = intent.session
        if intent.evidence:
            made["evidence"] = list(intent.evidence)
        if intent.refusal:
            known = intent.key in self._known
            return made | {"status": "notneeded", "reason": "done before" if known else intent.refusal}
        if self._dry or not intent.row.listed:
            return made | {"dry_run": True}
        told: Record = {}
        try:
            self._catch_up()
            if intent.key in self._known:
                return made | {"status": "notneeded", "reason": "done before"}
            if epoch_ms(intent.record.get("ts")) <= self._journal.forgot_ms:
                return made | {"status": "notneeded", "reason": "older than what is remembered of acts"}
            if intent.row.do in _HARMLESS_TWICE:
                told = self._carried_out(intent)
                if told.get("status", "ok") == "ok" and not self._noted(intent, made["ts"]):
                    return made | {"status": "notneeded", "reason": "done before"}
            elif self._noted(intent, made["ts"]):
                told = self._carried_out(intent)
            else:
                return made | {"status": "notneeded", "reason": "done before"}
        except CctlError as problem:
            self.failed = True
            if intent.row.do in _HARMLESS_TWICE:
                self._run.say.warn(f"{problem}; what was done may be done once more")
                return made | told
            return made | {"status": "error", "reason": f"not done, since it could not be noted: {problem}"}
        if told.get("status") == "error":
            self.failed = True
            self._judge.failed(intent)
        return made | told

    def _catch_up(self) -> None:
        """Take in what other processes did, and what this one did before it was started anew."""
        for each in self._journal.news():
            self._known.add(str(each.get("key")))
            self._judge.remember(str(each.get("row")), str(each.get("on")), epoch_ms(each.get("at")))

    def _noted(self, intent: Intent, ts: str) -> bool:
        """Write down that an occasion is acted on; False when another process was first."""
        entry = {"ts": ts, "do": intent.row.do, "on": intent.session, "row": intent.row.id}
        return self._journal.once(intent.key, entry | {"at": intent.record.get("ts")}, self._known)

    def _carried_out(self, intent: Intent) -> Record:
        row = intent.row
        if row.do == "deny":
            return self._denied(intent)
        if row.do in ("interrupt", "terminate"):
            return self._ended(intent)
        if row.do == "notify":
            return _told(Desktop().send(message(self._redactor.record(intent.record))))
        if row.do == "run":
            given = self._redactor.record(intent.record)
            return _told(Command(row.command, self._run.world.env).send(message(given), given))
        return self._written(row, intent)

    def _denied(self, intent: Intent) -> Record:
        now_ms = self._run.world.now_ms()
        until = stamp(now_ms + int(intent.row.for_s * 1000)) if intent.row.for_s else ""
        reason = self._redactor.text(intent.reason)
        try:
            made = refusal.Refusal(intent.session, reason, "act", stamp(now_ms), until, evidence=intent.evidence)
            kept = refusal.refuse(self._state, made)
        except (OSError, ValueError) as problem:
            return {"status": "error", "reason": f"could not be refused: {problem}"}
        if not kept:
            return {"reason": f"{intent.reason}; the disk is full: it stands without a reason until it is lifted"}
        if os.path.exists(f"{self._state}/hook/{intent.session}.jsonl"):  # noqa: PTH110 -- pathlib costs 9 ms
            return {}
        self._run.say.once(
            "unheard", "a refused session has shown no hook of cctl: see `cctl init` and `cctl hook verify`"
        )
        return {"reason": f"{intent.reason}; no hook was seen in this session, so nothing may heed it"}

    def _ended(self, intent: Intent) -> Record:
        self._ending = self._ending or Ending(self._run)
        entries = [each for each in self._ending.entries() if each.session == intent.session]
        if not entries:
            return {"status": "notneeded", "reason": "no living process"}
        if intent.row.do == "interrupt":
            return self._ending.interrupt(entries[0]).fields()
        grace = Grace(interrupt_s=intent.row.grace_s, terminate_s=intent.row.grace_s)
        return self._ending.end(entries[0], grace)[-1][1].fields()

    def _written(self, row: Row, intent: Intent) -> Record:
        line = codec.encode(self._redactor.record(intent.record)) + b"\n"
        descriptor = -1
        try:
            descriptor = paths.private_file(row.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
            if os.write(descriptor, line) < len(line):
                return {"status": "error", "reason": f"{row.file}: not all of it could be written"}
        except OSError as problem:
            return {"status": "error", "reason": f"{row.file}: {problem.strerror}"}
        finally:
            with suppress(OSError):
                os.close(descriptor)
        return {"target": row.file}


def lifted(run: Run, session: str) -> Record:
    """Let a session go on that was refused."""
    state = paths.state(run.world.env, run.world.home)
    made: Record = {"type": "done", "v": 1, "ts": run.world.now(), "action": "lift", "target": session}
    try:
        found = refusal.lift(state, session)
    except OSError as problem:
        return made | {"status": "error", "reason": str(problem)}
    return made | {"status": "ok" if found else "notneeded", "session": session}


def _told(problem: str) -> Record:
    return {"status": "error", "reason": problem} if problem else {}
