"""Records of a plan: of the whole, of its tasks as they stand, of attempts at their end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cctl.core.moment import stamp
from cctl.core.plan.board import NANO, Board
from cctl.records.schema import Record

_TOLD = {"verifying", "retrying", "completed", "failed", "skipped", "needs_human", "aborted"}


def told(board: Board, plan: str, event: Mapping[str, Any], folder: str) -> Iterator[Record]:
    """What an event is to those who listen."""
    kind, name = event.get("e"), str(event.get("t"))
    if name not in board.tasks:
        return
    if kind == "ended":
        yield attempt(board, plan, event, folder)
    if kind in ("intent", "ended", "judged", "done"):
        state = str(event.get("to", "running"))
        if kind == "intent" or state in _TOLD:
            yield task(board, plan, name, str(stamp(int(event["at"])))) | {"state": state}


def task(board: Board, plan: str, name: str, ts: str) -> Record:
    """A task as it stands."""
    standing, known = board.standings[name], board.tasks[name]
    found: Record = {"type": "task", "v": 1, "ts": ts, "plan": plan, "task": name, "state": standing.state}
    more: dict[str, Any] = {"cause": standing.cause, "message": standing.message, "attempts": standing.attempts}
    more |= {"depends_on": [*known.depends_on], "agent": known.agent, "session": standing.session}
    more |= {"duration_s": round(standing.seconds, 3), "cost_usd": standing.nano / NANO, "budget_usd": known.budget_usd}
    more |= {"hash": standing.hash, "branch": standing.branch, "commit": standing.commit}
    more |= {"checks": [*standing.checks]}
    if standing.exit_code is not None:
        found["exit_code"] = standing.exit_code
    return found | {field: value for field, value in more.items() if value}


def attempt(board: Board, plan: str, event: Mapping[str, Any], folder: str) -> Record:
    """An attempt at its end."""
    name, number = str(event["t"]), int(event["n"])
    found: Record = {"type": "attempt", "v": 1, "ts": stamp(int(event["at"])), "plan": plan, "task": name}
    found |= {"attempt": number, "cause": event.get("how", ""), "state": event["to"]}
    if "code" in event:
        found["exit_code"] = event["code"]
    more = {"signal": event.get("signal"), "duration_s": event.get("s"), "cost_usd": event.get("nano", 0) / NANO}
    more |= {"session": event.get("session"), "free": event.get("free"), "orphans": event.get("left")}
    slug = board.tasks[name].slug
    found["output"] = {kind: f"{folder}/{slug}@{number}.{end}" for kind, end in (("stdout", "out"), ("stderr", "err"))}
    return found | {field: value for field, value in (more | {"message": event.get("message")}).items() if value}


def plan(board: Board, plan_id: str, ts: str, about: Mapping[str, Any], status: str) -> Record:
    """The plan as a whole."""
    found: Record = {"type": "plan", "v": 1, "ts": ts, "plan": plan_id, "status": status}
    found |= {name: about[name] for name in ("path", "name") if about.get(name)}
    found |= {"tasks": len(board.tasks), "counts": board.counts()}
    found |= {"budget_usd": board.plan.budget_usd} if board.plan.budget_usd else {}
    spent = board.past_nano + sum(each.nano for each in board.standings.values())
    found |= {"cost_usd": spent / NANO} if spent else {}
    found |= {"generation": board.generation} if board.generation else {}
    if board.ended is not None:
        found |= {"cause": board.ended.get("cause", ""), "exit": board.ended.get("exit", 0)}
        found |= {"ended": stamp(int(board.ended.get("at", 0)))}
    return found
