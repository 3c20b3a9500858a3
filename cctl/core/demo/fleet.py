"""The fleet: five invented sessions in four invented projects, as the lines their transcripts gain over time.

Every line is what the real client would have written, so that nothing but the real commands is needed to read them. The
story of an hour is told in about ten seconds: one agent works well, one loops, one burns money, one waits for a human,
one finishes. Times are those of the viewer's clock.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from cctl.core.agent.claude.place import slug
from cctl.core.moment import stamp
from cctl.records.named import NamedTuple

HOME = "/home/demo"


class Session(NamedTuple):
    """One session of the fleet."""

    id: str
    project: str
    model: str
    name: str


class Moment(NamedTuple):
    """What happens at a time: lines of a transcript, and what the client's registry says from then on."""

    at_s: float
    session: Session
    lines: tuple[str, ...]
    status: str  # busy, waiting, idle, or gone


SHOP = Session("d0000001-0000-4000-8000-000000000001", f"{HOME}/shop", "claude-sonnet-5-5", "shop: checkout bug")
API = Session("d0000002-0000-4000-8000-000000000002", f"{HOME}/api", "claude-opus-5-5", "api: flaky test")
DATA = Session("d0000003-0000-4000-8000-000000000003", f"{HOME}/pipeline", "claude-opus-5-5", "pipeline: backfill")
SITE = Session("d0000004-0000-4000-8000-000000000004", f"{HOME}/site", "claude-haiku-5-5", "site: copy edits")
DEPLOY = Session("d0000005-0000-4000-8000-000000000005", f"{HOME}/api", "claude-sonnet-5-5", "api: release")
SESSIONS = (SHOP, API, DATA, SITE, DEPLOY)


class Teller:
    """Makes the lines of a session, numbering what it makes."""

    def __init__(self, start_ms: int) -> None:
        self._start, self._count = start_ms, 0

    def prompt(self, session: Session, at_s: float, text: str) -> str:
        """A prompt of its user."""
        return self._line(session, at_s, "user", {"role": "user", "content": text}, turnOrigin="human")

    def call(
        self, session: Session, at_s: float, tool: str, given: dict[str, Any], use: tuple[int, ...]
    ) -> tuple[str, str]:
        """A response that calls a tool: its line, and the id of the call."""
        self._count += 1
        id = f"toolu_demo{self._count:06d}"
        block = {"type": "tool_use", "id": id, "name": tool, "input": given}
        return self._response(session, at_s, [block], "tool_use", use), id

    def say(self, session: Session, at_s: float, text: str, use: tuple[int, ...]) -> str:
        """A response that ends a turn."""
        return self._response(session, at_s, [{"type": "text", "text": text}], "end_turn", use)

    def result(self, session: Session, at_s: float, id: str, text: str, *, error: bool = False) -> str:
        """What came of a call."""
        block = {"type": "tool_result", "tool_use_id": id, "content": text} | ({"is_error": True} if error else {})
        return self._line(session, at_s, "user", {"role": "user", "content": [block]})

    def _response(self, session: Session, at_s: float, blocks: list[Any], stop: str, use: tuple[int, ...]) -> str:
        self._count += 1
        given, written, read, output = use
        usage = {"input_tokens": given, "cache_creation_input_tokens": written, "cache_read_input_tokens": read}
        message = {"id": f"msg_demo{self._count:06d}", "type": "message", "role": "assistant", "model": session.model}
        message |= {"content": blocks, "stop_reason": stop, "usage": usage | {"output_tokens": output}}  # type: ignore[dict-item]  # JSON
        return self._line(session, at_s, "assistant", message)

    def _line(self, session: Session, at_s: float, kind: str, message: dict[str, Any], **more: Any) -> str:
        self._count += 1
        line = {
            "type": kind,
            "uuid": f"demo-{session.id[:8]}-{self._count:06d}",
            "parentUuid": None,
            "isSidechain": False,
        }
        line |= {"timestamp": stamp(self._start + int(at_s * 1000)), "sessionId": session.id, "version": "2.1.328"}
        line |= {"cwd": session.project, "gitBranch": "main", "entrypoint": "cli", "userType": "external"}
        return json.dumps(line | {"message": message} | more, separators=(",", ":"))


def story(start_ms: int) -> list[Moment]:
    """Everything that happens, in order."""
    teller = Teller(start_ms)
    moments = [*_past(teller), *_shop(teller), *_loop(teller), *_spike(teller), *_done(teller), *_danger(teller)]
    return sorted(moments, key=lambda moment: moment.at_s)


def path(session: Session) -> str:
    """Where a session's transcript lies in the agent's home."""
    return f"projects/{slug(session.project)}/{session.id}.jsonl"


def _past(teller: Teller) -> Iterator[Moment]:
    """What was before: enough for sums and for a habit to compare with."""
    for days in range(6, 0, -1):
        for number, session in enumerate(SESSIONS):
            at = -86_400.0 * days + 600 * number
            lines = [teller.prompt(session, at, "carry on where we left off")]
            for step in range(3 + number):
                given, use = {"file_path": f"{session.project}/{days}-{step}.md"}, (12, 1800, 21_000 + 900 * step, 240)
                line, id = teller.call(session, at + 30 * step, "Read", given, use)
                lines += [line, teller.result(session, at + 30 * step + 2, id, "# readme")]
            lines.append(teller.say(session, at + 200, "Done for today.", (9, 700, 25_000, 120)))
            yield Moment(-1.0, session, tuple(lines), "idle")


def _shop(teller: Teller) -> Iterator[Moment]:
    """Works well: edits, a failing test, the fix, a passing test; then waits for a permission."""
    yield Moment(0.0, SHOP, (teller.prompt(SHOP, 0.0, "The checkout total is off by one cent. Find out why."),), "busy")
    steps = (
        ("Read", {"file_path": f"{SHOP.project}/cart.py"}, "def total(items): ...", False),
        (
            "Edit",
            {"file_path": f"{SHOP.project}/cart.py", "old_string": "round(x)", "new_string": "round(x, 2)"},
            "ok",
            False,
        ),
        ("Bash", {"command": "pytest -q tests/cart_test.py"}, "Error: Exit code 1\n1 failed, 11 passed", True),
        (
            "Edit",
            {"file_path": f"{SHOP.project}/cart.py", "old_string": "x, 2", "new_string": "x, 2, half_even"},
            "ok",
            False,
        ),
        ("Bash", {"command": "pytest -q tests/cart_test.py"}, "12 passed", False),
    )
    at = 0.6
    for tool, given, text, error in steps:
        line, id = teller.call(SHOP, at, tool, given, (14, 900, 24_000, 310))
        yield Moment(at, SHOP, (line, teller.result(SHOP, at + 0.3, id, text, error=error)), "busy")
        at += 0.9
    line, _ = teller.call(SHOP, at, "Bash", {"command": "git push origin main"}, (14, 600, 27_000, 150))
    yield Moment(at, SHOP, (line,), "waiting")


def _loop(teller: Teller) -> Iterator[Moment]:
    """Runs the same failing command again and again."""
    yield Moment(0.2, API, (teller.prompt(API, 0.2, "Make the integration test pass."),), "busy")
    for turn in range(9):
        at = 0.8 + 0.7 * turn
        given = {"command": "pytest -q tests/integration"}
        line, id = teller.call(API, at, "Bash", given, (16, 400, 61_000 + 700 * turn, 180))
        text = "Error: Exit code 1\nE   ConnectionRefusedError: [Errno 111] port 5432"
        yield Moment(at, API, (line, teller.result(API, at + 0.3, id, text, error=True)), "busy")


def _spike(teller: Teller) -> Iterator[Moment]:
    """Reads a huge table into its context, with a cold cache: money burns."""
    yield Moment(0.4, DATA, (teller.prompt(DATA, 0.4, "Backfill the missing days."),), "busy")
    for turn in range(5):
        at = 1.2 + 1.2 * turn
        huge = (2_000, 180_000 if turn > 2 else 4_000, 30_000, 2_400)
        line, id = teller.call(DATA, at, "Bash", {"command": f"psql -c 'select * from events_{turn}'"}, huge)
        yield Moment(at, DATA, (line, teller.result(DATA, at + 0.4, id, f"{50_000 * (turn + 1)} rows")), "busy")


def _done(teller: Teller) -> Iterator[Moment]:
    """Small work, done soon."""
    yield Moment(0.5, SITE, (teller.prompt(SITE, 0.5, "Fix the typo on the front page."),), "busy")
    line, id = teller.call(SITE, 1.4, "Edit", {"file_path": f"{SITE.project}/index.md", "old_string": "teh",
                                               "new_string": "the"}, (10, 500, 9_000, 90))  # fmt: skip
    yield Moment(1.4, SITE, (line, teller.result(SITE, 1.6, id, "ok")), "busy")
    yield Moment(2.4, SITE, (teller.say(SITE, 2.4, "Fixed: 'teh' is 'the' now.", (8, 300, 9_500, 40)),), "idle")


def _danger(teller: Teller) -> Iterator[Moment]:
    """Is about to do harm."""
    yield Moment(1.0, DEPLOY, (teller.prompt(DEPLOY, 1.0, "Clean up and release."),), "busy")
    line, id = teller.call(DEPLOY, 2.0, "Bash", {"command": "git status --short"}, (10, 700, 15_000, 80))
    yield Moment(2.0, DEPLOY, (line, teller.result(DEPLOY, 2.2, id, " M api.py")), "busy")
    line, _ = teller.call(DEPLOY, 4.5, "Bash", {"command": "rm -rf / --no-preserve-root"}, (10, 500, 15_500, 60))
    yield Moment(4.5, DEPLOY, (line,), "waiting")
