"""A run's part of limits that others share: held back before it is spent, so that runs side by side can't pass a cap.

A run with a limit of its own reserves all of it before it starts, or doesn't start. One without reserves a little more
than it has spent, again and again; when there is no room for what one more response may cost, its next call is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cctl.core.run.limit import NANO
from cctl.host.db import Unusable
from cctl.host.reservation import Short, owner
from cctl.host.run.plan import Plan
from cctl.host.worktree import Worktrees
from cctl.kit import reserving
from cctl.kit.budgeting import configured

if TYPE_CHECKING:
    from cctl.kit.run import Run

LEAST = NANO // 20  # what a response may cost before one was seen
AHEAD = 4  # responses to reserve for where there is room
_LAST_MS = 86_400_000  # for which a reservation holds if nobody can tell whether its run lives


class Shared:
    """The shared limits of one run, as its keeper asks for them; to be used in the keeper's process."""

    def __init__(self, run: Run, plan: Plan) -> None:
        self._run, self._plan = run, plan
        own = plan.limits.usd
        self._own = round(own * NANO) if own is not None else 0
        self._about = _about(plan)
        self._largest, self._spent, self._reserved = LEAST, 0, 0

    def begin(self) -> str:
        """Reserve what is needed to start; why it may not start, "" when it may."""
        if self._own:
            return self._reserve(self._own)
        return self._more()

    def spent(self, nano: int) -> str:
        """So much is spent by now; why nothing more may be, "" while something may."""
        self._largest = max(self._largest, nano - self._spent)
        self._spent = nano
        if self._own:
            return self._reserve(max(self._own, nano))
        return self._more() if nano + self._largest > self._reserved else ""

    def end(self) -> None:
        """Give back what is left."""
        try:
            with reserving.reservations(self._run) as table:
                table.release(self._plan.run)
        except Unusable:
            pass  # its owner is about to be gone, which frees it as well

    def _more(self) -> str:
        if not self._reserve(self._spent + AHEAD * self._largest):
            return ""
        return self._reserve(self._spent + self._largest)

    def _reserve(self, nano: int) -> str:
        """Reserve so much in all; brings what is spent into the books first, and settles it then."""
        try:
            with reserving.reservations(self._run) as table:
                wishes = reserving.wishes(self._run, nano, self._about)
                table.settle(self._plan.run, self._spent)  # what is booked and not settled would count twice
                short = table.reserve(self._plan.run, owner(), wishes, self._run.world.now_ms() + _LAST_MS)
        except Unusable as problem:
            return f"limits that are shared can't be held: {problem}"
        if short is None:
            self._reserved = nano
            return ""
        return _told(short)


def standing(run: Run, plan: Plan) -> list[dict[str, Any]]:
    """The limits that a run would share, as they stand now."""
    return [
        {"scope": each.scope, "key": each.key, "limit_usd": each.limit / NANO, "spent_usd": each.spent() / NANO}
        for each in reserving.wishes(run, 1, _about(plan))
    ]


def _about(plan: Plan) -> dict[str, str]:
    """What the spend of a run will say of itself."""
    found = {"agent": plan.command.agent, "project": str(Worktrees().top(plan.cwd) or plan.cwd)}
    return found | ({"session": plan.command.session} if plan.command.session else {})


def shares(run: Run) -> bool:
    """Whether there are limits that runs share."""
    return any(each.nano for each in configured(run))


def _told(short: Short) -> str:
    held = sum(each.nano for each in short.holders)
    others = f"; ${held / NANO:.2f} are reserved by {len(short.holders)} other runs" if held else ""
    return f"the {short.scope} budget has no room: ${max(0, short.left) / NANO:.4f} are left{others}"
