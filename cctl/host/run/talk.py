"""Control: the keeper speaks with the client over its standard input and output, and answers what it asks.

Nothing here waits: what can't be written yet is kept, what is no whole line yet is kept up to a limit. The client's
standard input stays open as long as it may have something to ask, because closing it ends the session.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from cctl.core.run import control
from cctl.core.run.control import Heard, Request
from cctl.core.run.hold import Held, Holds, State, permission
from cctl.host.run import folder as place
from cctl.host.run.door import Visit
from cctl.host.run.plan import Plan
from cctl.host.run.spawn import spawn
from cctl.records import codec
from cctl.records.schema import Record

MOST = 64 << 20  # bytes of a line that are kept until it is whole
_PIECE = 1 << 16
_QUIET_S = 0.2  # after its last word: what ends in the background starts another turn
_STAGES_S = (1.0, 1.0)  # to stop what it does; to end once nobody speaks to it any more
_ANSWERS = {"allow": "allowed", "deny": "denied"}


class Talk:
    """One conversation."""

    def __init__(
        self, folder: place.Folder, plan: Plan, tell: Callable[[Record], None], now: Callable[[], str]
    ) -> None:
        self._folder, self._plan, self._tell, self._now = folder, plan, tell, now
        self._judge = plan.judge
        self._holds = Holds()
        self._in = self._out = self._log = -1
        self._written = self._tasks = 0
        self._unsent, self._rest = bytearray(), bytearray()
        self._passing = False  # over a line that is too long
        self._over, self._since = False, 0.0  # whether a turn has ended; when something was said last
        self.session = plan.command.session

    def start(self, argv: Sequence[str], cwd: str, env: Mapping[str, str], nice: int) -> int:
        """Start the client and give it its prompt."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        self._log = os.open(self._folder.file(place.OUT), flags, 0o600)
        errors = os.open(self._folder.file(place.ERR), flags, 0o600)
        theirs_in, self._in = os.pipe()
        self._out, theirs_out = os.pipe()
        try:
            pid = spawn(argv, cwd, env, (theirs_in, theirs_out, errors), nice=nice)
        finally:
            for each in (theirs_in, theirs_out, errors):
                os.close(each)
        for each in (self._in, self._out):
            os.set_blocking(each, False)
        self._say(control.initialize() + control.user(self._plan.prompt))
        return pid

    def descriptors(self) -> list[int]:
        """What the client says."""
        return [self._out] if self._out >= 0 else []

    def attend(self, ready: Iterable[int]) -> None:
        """Hear it, answer it, and refuse what nobody has answered in time."""
        if self._out in ready:
            self._hear()
        for held in self._holds.late(time.monotonic()):
            told = f"nobody answered within {self._plan.answer_s:g} s"
            self._settle(held, "denied", {"decision": "deny", "by": "deadline", "reason": told})
        self._send()
        quiet = time.monotonic() - self._since >= _QUIET_S
        if self._over and quiet and not self._holds and not self._tasks and not self._unsent:
            self._hang_up()

    def written(self) -> int:
        """Bytes that it has said; while a call is held it is not idle, it waits for us."""
        self._written += bool(self._holds)
        return self._written

    def fields(self) -> Record:
        """What the run's record says of calls that wait."""
        return {"state": "needs_input", "held": self._holds.told()} if self._holds else {}

    def asked(self, visit: Visit) -> bool:
        """`run answer`."""
        request = visit.request
        if request.get("do") != "answer" or request.get("decision") not in _ANSWERS:
            return False
        held = self._holds.find(str(request.get("call") or ""))
        if isinstance(held, str):
            visit.answer(codec.encode({"problem": held}))
            return True
        decision = str(request["decision"])
        verdict = {"decision": decision, "by": "human", "reason": str(request.get("message") or "")}
        state: State = "allowed" if decision == "allow" else "denied"
        self._settle(held, state, verdict)
        self._send()
        visit.answer(codec.encode({"call": held.request.call, "tool": held.request.tool, "state": state}))
        return True

    def interrupt(self, stage: int) -> float:
        """Have it stop what it does, then hang up; how long to wait for that. Calls that wait are refused."""
        if stage >= len(_STAGES_S) or self._in < 0:
            return 0.0
        for held in self._holds.late(float("inf")):
            self._settle(held, "denied", {"decision": "deny", "by": "default", "reason": "the run is being ended"})
        if stage == 0:
            self._say(control.interrupt())
        else:
            self._hang_up()
        return _STAGES_S[stage]

    def close(self) -> None:
        """It has ended: the rest of what it said."""
        if self._out >= 0:
            self._hear()
        self._hang_up()
        for each in (self._out, self._log):
            if each >= 0:
                os.close(each)
        self._out = self._log = -1

    # -- hearing

    def _hear(self) -> None:
        with suppress(BlockingIOError):
            for _ in range(256):  # others wait, too
                data = os.read(self._out, _PIECE)
                if not data:
                    os.close(self._out)
                    self._out = -1
                    return
                self._written += len(data)
                self._keep(data)
                self._take(data)

    def _keep(self, data: bytes) -> None:
        with suppress(OSError):  # a full disk takes the copy away, not the conversation
            while data:
                data = data[os.write(self._log, data) :]

    def _take(self, data: bytes) -> None:
        *whole, rest = data.split(b"\n")
        for line in whole:
            if not self._passing:
                self._heard(control.heard(bytes(self._rest + line)))
            self._rest.clear()
            self._passing = False
        self._rest += rest
        if len(self._rest) > MOST:
            self._rest.clear()
            self._passing = True

    def _heard(self, said: Heard) -> None:
        self._tasks = said.tasks if said.tasks >= 0 else self._tasks
        self._over = said.ended or (self._over and not said.working and said.request is None)
        self._since = time.monotonic()
        if said.request:
            self._judged(said.request)

    def _judged(self, request: Request) -> None:
        verdict = self._verdict(request)
        decision = str(verdict.get("decision"))
        if decision in _ANSWERS:
            self._answer(request, "allowed" if decision == "allow" else "denied", verdict)
            return
        until = time.monotonic() + self._plan.answer_s if self._plan.answer_s is not None else float("inf")
        self._holds.add(Held(request, verdict, self._now(), until))
        self._tell(permission(self._plan.run, self.session, request, "needs_input", verdict, self._now()))

    def _verdict(self, request: Request) -> dict[str, Any]:
        call: Record = {"type": "call", "v": 1, "ts": self._now(), "session": self.session, "agent": "claude"}
        call |= {"id": request.call, "tool": request.tool, "input": request.input, "cwd": self._plan.cwd}
        if self._judge is None:
            return {"decision": "ask", "by": "default", "reason": "nothing judges"}
        try:
            return self._judge(call)
        except Exception as problem:  # a judge that falls over must neither allow nor end the run
            return {"decision": "ask", "by": "error", "reason": f"{type(problem).__name__}: {problem}"[:200]}

    # -- answering

    def _settle(self, held: Held, state: State, verdict: dict[str, Any]) -> None:
        self._holds.take(held)
        self._answer(held.request, state, verdict)

    def _answer(self, request: Request, state: State, verdict: dict[str, Any]) -> None:
        reason = str(verdict.get("reason") or "refused")
        self._say(control.allow(request) if state == "allowed" else control.deny(request, f"cctl: {reason}"))
        self._tell(permission(self._plan.run, self.session, request, state, verdict, self._now()))

    def _say(self, data: bytes) -> None:
        self._unsent += data
        self._send()

    def _send(self) -> None:
        if self._in < 0:
            self._unsent.clear()
            return
        try:
            while self._unsent:
                del self._unsent[: os.write(self._in, self._unsent[:_PIECE])]
        except BlockingIOError:
            pass  # it is busy; the rest goes later
        except OSError:
            self._unsent.clear()  # it is gone
            self._hang_up()

    def _hang_up(self) -> None:
        if self._in >= 0:
            os.close(self._in)
            self._in = -1
