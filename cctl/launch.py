"""Starts the hook and watches over it: the answer's way out, the deadline, and what is said when all else fails.

`cctl init` puts a copy of this file, with `PLACES` filled in, where the agents' settings point. So it stands though the
package that it starts is damaged, missing, slow, or prints what it likes: standard output is set aside for the one
answer before anything else is imported, and every way out of here is exit status 0 with an answer that lets nothing
harmful through. Status 2 would block a call without a reason, any other is taken for permission by older clients.
"""

import gc
import os
import sys
import time

try:
    import _signal as signal  # type: ignore[import-not-found]  # `signal` wraps it in enums, which take 3 ms to load
except ImportError:
    import signal

PLACES: dict[str, object] = {}
"""Where this installation lies, so that no variable of the environment can point the hook elsewhere. Empty: look."""

DEADLINE_MS = 150
CHANGE_MS = 3000  # for a change of settings: it holds no call up, and unjudged it could switch the hooks off
AFTERWARDS_MS = 500  # to leave traces, once the answer is out; on a machine that has time it takes two or three
_WHY = "no verdict came about in time or without a fault of cctl itself (cctl doctor says more)"
_HEAD = '{"hookSpecificOutput":{"hookEventName":'
_CALL = _HEAD + '"PreToolUse","permissionDecision":"%s","permissionDecisionReason":"cctl: %s"}}'
_DIALOG = _HEAD + '"PermissionRequest","decision":{"behavior":"deny","message":"cctl: %s"}}}'
_CHANGE = '{"decision":"block","reason":"cctl: %s"}'
_FLAGS = {"--event": "event", "--agent": "agent", "--on-error": "on_error", "--deadline": "deadline"}
_CHOICES = {"agent": ("", "claude", "codex"), "on_error": ("ask", "deny", "abstain")}


class Late(BaseException):
    """One part of the work took longer than it may; the rest goes on. No `except Exception` on its way catches it."""


class Watch:
    """One answer on one descriptor, by one time."""

    late = Late

    def __init__(self, told: dict[str, str], places: dict[str, object]) -> None:
        self.told = told
        self.event = told.get("event", "")
        self.agent = told.get("agent", "")
        self.on_error = told.get("on_error") or str(places.get("on_error") or "ask")
        self.said = False
        self.trace: tuple[tuple[str, bytes], ...] = ()  # lines for files, should the time run out
        self._busy = False
        self._limit = 0  # a part's own deadline, on the clock of `end`
        self._out = os.dup(1)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        whole = deadline_ms(told, places)
        self._slower = max(whole / DEADLINE_MS, 1)  # who gives the whole more time gives more to each part
        first = max(whole, CHANGE_MS) if self.event == "ConfigChange" else whole
        self.end = time.monotonic_ns() + first * 1_000_000
        numbers = (signal.SIGALRM, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
        for number in numbers:
            signal.signal(number, self._signalled)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, numbers)
        self._arm(self.end)

    def fallback(self) -> bytes:
        """What is said without a verdict: an ask that Codex would let run is a deny, a change can only be stopped."""
        decision = self.on_error if self.on_error in ("deny", "abstain") else "ask"
        if self.event in ("", "PreToolUse") and decision != "abstain":
            strict = decision == "ask" and self.agent == "codex"
            return (_CALL % ("deny" if strict else decision, _WHY)).encode()
        if self.event == "PermissionRequest" and decision == "deny":
            return (_DIALOG % _WHY).encode()
        if self.event == "ConfigChange" and decision != "abstain":
            return (_CHANGE % _WHY).encode()
        return b""

    def say(self, text: bytes) -> None:
        """Give the answer; what follows may take a moment, and no longer."""
        self._busy = True
        self._write(text)
        self.said = True
        self._limit = 0
        self.end = time.monotonic_ns() + AFTERWARDS_MS * 1_000_000
        self._busy = False
        self._arm(self.end)

    def longer(self, ms: int) -> None:
        """Nobody waits for a verdict: this much time from now."""
        self._limit = 0
        self.end = time.monotonic_ns() + ms * 1_000_000
        self._arm(self.end)

    def within(self, ms: int) -> int:
        """Raise `Late` in whatever runs then, unless `freely` comes first; the whole deadline stays."""
        ms = int(ms * self._slower)
        self._limit = time.monotonic_ns() + ms * 1_000_000
        self._arm(min(self._limit, self.end))
        return ms

    def freely(self) -> None:
        """The part is done."""
        self._limit = 0
        self._arm(self.end)

    def fail(self, problem: object) -> None:
        """Something went wrong for which there is no verdict."""
        self._busy = True
        if not self.said:
            self._write(self.fallback())
            self.said = True
        try:
            os.write(2, f"cctl hook: {type(problem).__name__}: {problem}"[:500].encode("ascii", "replace") + b"\n")
        except OSError:
            pass  # nobody listens

    def _arm(self, at: int) -> None:
        signal.setitimer(signal.ITIMER_REAL, max((at - time.monotonic_ns()) / 1e9, 1e-6))

    def _signalled(self, number: int, _frame: object) -> None:
        if self._busy:
            return  # it is being said, or another signal is on its way out
        if number == signal.SIGALRM and time.monotonic_ns() < self.end:
            if self._limit:
                self._limit = 0
                self._arm(self.end)
                raise Late
            self._arm(self.end)
            return
        self._busy = True
        if not self.said:
            self._write(self.fallback())
        for path, line in self.trace:
            _leave(path, line)
        os._exit(0)

    def _write(self, text: bytes) -> None:
        while text:
            try:
                text = text[os.write(self._out, text) :]
            except BlockingIOError:
                time.sleep(0.001)
            except OSError:
                return  # the reader is gone, and with it the call


def _leave(path: str, line: bytes) -> None:
    try:
        os.makedirs(path.rpartition("/")[0], 0o700, exist_ok=True)  # noqa: PTH103 -- pathlib costs more than a verdict
        fd = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        os.write(fd, line)
    except OSError:
        pass  # a full disk takes no verdict away


def _directly(folder: str) -> None:
    try:
        from cctl.loading import install  # noqa: PLC0415 -- as the package itself

        install("cctl", folder)
    except Exception:
        pass  # imports take longer


def understood(arguments: list[str]) -> dict[str, str]:
    """The flags; a `problem` among them is for people and changes no answer."""
    told: dict[str, str] = {}
    rest = list(arguments)
    while rest:
        name, equals, value = rest.pop(0).partition("=")
        key = _FLAGS.get(name)
        if key is None:
            told.setdefault("problem", f"no option {name}")
            continue
        if not equals:
            value = rest.pop(0) if rest else ""
        if value not in _CHOICES.get(key, (value,)) or (key == "deadline" and not value.isdecimal()):
            told.setdefault("problem", f"{name} can't be {value!r}")
        else:
            told[key] = value
    return told


def deadline_ms(told: dict[str, str], places: dict[str, object]) -> int:
    """How long the verdict may take; between a moment and what clients wait for."""
    wanted = str(told.get("deadline") or places.get("deadline_ms") or DEADLINE_MS)[:6]
    return min(max(int(wanted) if wanted.isdecimal() else DEADLINE_MS, 10), 9000)


def start(arguments: list[str], places: dict[str, object]) -> None:
    """Answer one event and leave the process."""
    gc.disable()  # one event leaves no garbage worth the time it takes to look for it
    try:
        told = understood(arguments)
        watch = Watch(told, places)
    except BaseException:  # no standard output, no answer: the status is all that is left
        os._exit(1)
    try:
        root = places.get("root")
        if isinstance(root, str):  # only the package comes from there: nothing beside it is ever imported
            sys.path.append(root)
        import cctl  # noqa: PLC0415 -- the package keeps its path; its parts are found by it

        if isinstance(root, str):
            sys.path.remove(root)
        _directly(cctl.__path__[0])
        from cctl.host.hook.serve import serve  # noqa: PLC0415 -- only now that the answer is safe

        if "problem" in told:
            raise ValueError(told["problem"])
        serve(watch, places)
        if not watch.said:
            raise ValueError("it ended without an answer")
    except BaseException as problem:  # whatever it is, the call gets its answer
        watch.fail(problem)
    os._exit(0)


if __name__ == "__main__":
    start(sys.argv[1:], PLACES)
