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
        self._idle_s = seconds(idle_after) if idle_after else 0.0
        self._looked, self._open = -LOOK_S, False
        self._worked_ms, self._quiet_s, self._noticed = -1, 0.0, 0.0  # latest work; how old, when we noticed it
        self.board: Board | None = None

    def __call__(self) -> bool:
        """The answer."""
        if self._hours is None and not self._idle_s:
            return True
        now = self._clock()
        if now - self._looked >= LOOK_S:
            self._open = self._look(now)
            self._looked = now
        return self._open

    def _look(self, moment: float) -> bool:
        now = self._run.world.now_ms()
        if self._hours is not None and self._zone is not None and not self._hours.hold(now, self._zone):
            self._run.say.once("hours", "waiting for the hours in which it may start tasks")
            return False
        if not self._idle_s:
            return True
        own = {each.session for each in self.board.standings.values()} if self.board else set[str]()
        files = Files(agents(), self._run.world.env, self._run.world.home)
        quiet_s = self._quiet(max(last_key_ms(), last_work_ms(files, own)), now, moment)
        if quiet_s < self._idle_s:
            self._run.say.once("idle", "waiting until nobody has worked here for a while")
        return quiet_s >= self._idle_s

    def _quiet(self, worked_ms: int, now_ms: int, moment: float) -> float:
        """Seconds since somebody worked: the time of day dates the first work we see, and no later quiet."""
        if worked_ms != self._worked_ms:
            since_look_s = moment - self._looked if self._worked_ms >= 0 else float("inf")
            self._quiet_s = max(0.0, min((now_ms - worked_ms) / 1000, since_look_s))
            self._worked_ms, self._noticed = worked_ms, moment
        return self._quiet_s + moment - self._noticed


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
