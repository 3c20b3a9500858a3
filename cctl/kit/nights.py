"""Unattended runs: when something may be started, and what is told in the morning."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import tzinfo
from typing import TYPE_CHECKING

from cctl.core.agent import agents
from cctl.core.plan.board import NANO, Board
from cctl.core.plan.night import Hours, hours
from cctl.core.when.grammar import seconds
from cctl.host.live.files import Files
from cctl.host.plan.idle import last_key_ms, last_work_ms
from cctl.kit.moment import asked_window, asked_zone
from cctl.records.errors import CannotWrite

if TYPE_CHECKING:
    from cctl.kit.run import Run

LOOK_S = 5.0


class Gate:
    """Whether anything may be started now; looked at anew every few seconds."""

    def __init__(self, run: Run, between: str, idle_after: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._run, self._clock = run, clock
        self._hours: Hours | None = hours(between) if between else None
        self._zone: tzinfo | None = asked_zone(run, None) if between else None
        self._idle_ms = int(seconds(idle_after) * 1000) if idle_after else 0
        self._looked, self._open = -LOOK_S, False
        self.board: Board | None = None

    def __call__(self) -> bool:
        """The answer."""
        if self._hours is None and not self._idle_ms:
            return True
        now = self._clock()
        if now - self._looked >= LOOK_S:
            self._looked = now
            self._open = self._look()
        return self._open

    def _look(self) -> bool:
        now = self._run.world.now_ms()
        if self._hours is not None and self._zone is not None and not self._hours.hold(now, self._zone):
            self._run.say.once("hours", "waiting for the hours in which it may start tasks")
            return False
        if not self._idle_ms:
            return True
        own = {each.session for each in self.board.standings.values()} if self.board else set[str]()
        files = Files(agents(), self._run.world.env, self._run.world.home)
        quiet = now - max(last_key_ms(), last_work_ms(files, own))
        if quiet < self._idle_ms:
            self._run.say.once("idle", "waiting until nobody has worked here for a while")
        return quiet >= self._idle_ms


def report(run: Run, board: Board, path: str, since_ms: int) -> None:
    """Write what a plan came to, and what its agents did, as a page."""
    from cctl.core.activity import summary  # noqa: PLC0415 -- only with --report
    from cctl.core.moment import stamp  # noqa: PLC0415 -- see above
    from cctl.kit.did import summarised  # noqa: PLC0415 -- see above

    window = asked_window(run, str(stamp(since_ms)), "", asked_zone(run, None))
    text = page(board, str(stamp(since_ms))) + "\n" + summary.markdown(summarised(run, window), "What was done")
    try:
        with open(path, "w", encoding="utf-8", errors="backslashreplace") as file:  # noqa: PTH123 -- one write
            file.write(text)
    except OSError as problem:
        raise CannotWrite(f"{path}: {problem.strerror}") from None


def page(board: Board, since: str) -> str:
    """The tasks of a plan as a table, those first that need somebody."""
    rank = {"needs_human": 0, "failed": 1, "aborted": 2, "skipped": 3, "completed": 9}
    rows = sorted(board.standings.items(), key=lambda each: (rank.get(each[1].state, 5), board.index[each[0]]))
    counts = ", ".join(f"{count} {state}" for state, count in board.counts().items())
    spent = (board.past_nano + sum(each.nano for _, each in rows)) / NANO
    lines = [f"# Tasks since {since}", "", f"{counts}; ${spent:.2f}", ""]
    lines += ["| task | state | why | attempts | cost | branch |", "|---|---|---|---|---|---|"]
    for name, each in rows:
        why = (each.message or each.cause).replace("|", "\\|").replace("\n", " ")[:200]
        cost = f"${each.nano / NANO:.2f}" if each.nano else ""
        shown = name.replace("|", "\\|")
        lines.append(f"| {shown} | {each.state} | {why} | {each.attempts} | {cost} | {each.branch} |")
    return "\n".join([*lines, ""])
