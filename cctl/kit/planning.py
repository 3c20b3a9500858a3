"""`tasks run` from its options to its exit status: the plan, what the journal knows of it, the engine, its records."""
# ruff: noqa: PTH100 -- pathlib costs 9 ms at every start

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from cctl.core.plan import record
from cctl.core.plan.board import BUSY, NANO, Board
from cctl.core.plan.graph import downstream
from cctl.core.plan.identity import hashes
from cctl.core.plan.schedule import Scheduler, unfinished
from cctl.core.plan.task import Plan
from cctl.core.plan.verdict import verdict
from cctl.host import paths
from cctl.host.plan.place import Place, Plans
from cctl.kit.planfile import Source, sound, sourced
from cctl.records.errors import Locked, UsageError
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.host.plan.engine import Engine
    from cctl.host.plan.workshop import Shop, Workshop
    from cctl.kit.nights import Gate
    from cctl.kit.run import Run


class Asked(NamedTuple):
    """What the options of `tasks run` ask for."""

    resume: bool = False
    max_parallel: int | None = None
    max_usd: float | None = None
    only: tuple[str, ...] = ()
    since: tuple[str, ...] = ()  # --from
    cwd: str = ""
    gate: Gate | None = None
    report: str = ""


def plans_of(run: Run) -> Plans:
    """This user's plans."""
    return Plans(paths.state(run.world.env, run.world.home))


def loaded(place: Place, plan: Plan) -> Board:
    """The board as the journal leaves it."""
    board = Board(plan)
    for event in place.journal.news():
        board.apply(event)
    return board


def tasks_run(run: Run, file: str, asked: Asked) -> Iterator[Record]:
    """Carry out a plan, or go on with it."""
    from cctl.host.plan.engine import Engine, Terms  # noqa: PLC0415 -- half a start, which only carrying out pays
    from cctl.host.plan.minders import Own  # noqa: PLC0415 -- as above
    from cctl.host.plan.workshop import Workshop  # noqa: PLC0415 -- as above
    from cctl.host.process import processes  # noqa: PLC0415 -- as above

    source = sourced(run, file)
    plan = sound(source, file)
    place = plans_of(run).of(source.key)
    lock = place.lock()
    try:
        board = loaded(place, plan)
        cwd = folder_of(run, place, asked.cwd, resumed=asked.resume and board.generation > 0)
        known = hashes(plan, cwd, versions(plan, run.world.env))
        only = wanted(plan, board, asked)
        spent = board.spent() if asked.resume else 0
        begin(run, place, board, source, cwd, known, asked)
        folder = place.generation(board.generation)
        slots = asked.max_parallel or plan.max_parallel or int(run.setting("tasks.max_parallel"))
        scheduler = Scheduler(board, slots=slots, cap_nano=cap(plan, asked.max_usd, spent), only=only)
        hands = Workshop(shop_of(run, place, cwd)._replace(room=scheduler.room), folder, board)
        terms = Terms(known, float(run.setting("tasks.retry_s")))
        if asked.gate:
            asked.gate.board = board
            terms = terms._replace(gate=asked.gate)
        table = processes()
        engine = Engine(board, scheduler, place, Own(folder, table, slots), hands, terms, table, now_ms)
        yield record.plan(board, place.id, run.world.now(), _about(source), "running") | {
            "max_parallel": slots, "pid": os.getpid(), "logs": folder,
        }  # fmt: skip
        yield from _carried_out(run, engine, scheduler, folder, only, source, asked.report, hands)
    finally:
        os.close(lock)


def _carried_out(
    run: Run,
    engine: Engine,
    scheduler: Scheduler,
    folder: str,
    only: frozenset[str] | None,
    source: Source,
    page: str,
    hands: Workshop,
) -> Iterator[Record]:
    board, place, start, since = engine.board, engine.place, time.monotonic(), now_ms()
    count = 1
    for events in engine.run():
        for event in events:
            _say(run, board, event, folder, place.id[:8])
            for each in record.told(board, place.id, event, folder):
                count += 1
                yield each
        run.out.flush()
    hands.tidy()
    if engine.cause:
        for name in unfinished(board, only):
            if board.standings[name].state not in ("needs_human", "verifying"):
                engine.tell({"e": "done", "t": name, "to": "aborted", "cause": "stopped"})
    cause, code = verdict(board, only, engine.cause, over_budget=scheduler.over_budget)
    engine.tell({"e": "end", "exit": code, "cause": cause})
    engine.commit()
    run.status = code
    if failed := board.counts().get("failed"):
        run.say.warn(f"{failed} failed; `cctl tasks retry {place.id[:8]}` and then --resume try them again")
    if page:
        from cctl.kit.nights import report  # noqa: PLC0415 -- only --report pays

        report(run, board, page, since)
    whole = record.plan(board, place.id, run.world.now(), _about(source), "ended")
    yield whole | {"duration_s": round(time.monotonic() - start, 3), "logs": folder}
    yield {
        "type": "end",
        "v": 1,
        "ts": run.world.now(),
        "of": "tasks run",
        "records": count + 1,
        "errors": 0,
        "exit": code,
    }


def wanted(plan: Plan, board: Board, asked: Asked) -> frozenset[str] | None:
    """The tasks that may be started, None for all."""
    names = plan.by_name()
    if unknown := [name for name in (*asked.only, *asked.since) if name not in names]:
        raise UsageError(f"no task {unknown[0]!r} in this plan")
    if not asked.only:
        return None
    for name in asked.only:
        for need in names[name].depends_on:
            if need not in asked.only and board.standings[need].state != "completed":
                raise UsageError(f"{name!r} needs {need!r}, which isn't completed", hint=f"add --only {need}")
    return frozenset(asked.only)


def begin(
    run: Run, place: Place, board: Board, source: Source, cwd: str, known: Mapping[str, str], asked: Asked
) -> None:
    """Write down that it begins, and what of the past doesn't hold any more."""
    on = (asked.resume or bool(asked.only) or bool(asked.since)) and board.generation > 0
    was = board.generation
    if not on and was and board.ended is None:
        _no_strays(place, board)
    if not on and was and (left := len(unfinished(board, None))):
        run.say.warn(f"{left} tasks of an earlier run were not finished; this run begins anew, --resume would go on")
    head = {"e": "begin", "v": 1, "gen": was if on else was + 1, "fresh": not on, "pid": os.getpid(), "at": now_ms()}
    events: list[dict[str, Any]] = [head]
    if on:
        events += _anew(board, known, asked)
    place.keep(_about(source) | {"plan": source.given, "cwd": cwd})
    place.journal.add(events)
    for _ in place.journal.news():  # they are ours
        pass
    for event in events:
        board.apply(event)


def _anew(board: Board, known: Mapping[str, str], asked: Asked) -> list[dict[str, Any]]:
    """What is done again: what was changed or is asked for, what was interrupted, what was skipped for others' sake.

    What has failed stays so until `tasks retry`: else a crash at the very end would run it once more than it may be.
    """
    again = downstream({task.name: task.depends_on for task in board.plan.tasks}, asked.since)
    resets, going_on = [], []
    for name, each in board.standings.items():
        stopped = each.state == "aborted" and each.cause == "stopped"
        if each.state in BUSY:
            continue
        if name in again or (each.hash and each.hash != known[name]) or each.state == "skipped":
            resets.append(name)
        elif stopped and each.session:
            going_on.append(name)
        elif stopped:
            resets.append(name)
    at = now_ms()
    return [
        *([{"e": "reset", "tasks": resets, "at": at}] if resets else []),
        *({"e": "done", "t": name, "to": "retrying", "cause": "stopped", "at": at} for name in going_on),
    ]


def _no_strays(place: Place, board: Board) -> None:
    """An earlier `tasks run` was killed, and what it began still runs: that must not be begun a second time."""
    from cctl.host.plan.minders import Told  # noqa: PLC0415 -- see `tasks_run`

    folder = f"{place.path}/{board.generation}"
    running = [name for name, each in board.standings.items()
               if each.state == "running" and Told(f"{folder}/{each.minder}").alive()]  # fmt: skip
    if running:
        more = f" and {len(running) - 1} more" if len(running) > 1 else ""
        raise Locked(f"{running[0]!r}{more} of an earlier run still runs", hint="--resume goes on with it")


def folder_of(run: Run, place: Place, asked: str, *, resumed: bool) -> str:
    """The folder that relative paths of the plan count from; going on, that of the beginning."""
    if not asked and resumed:
        return str(place.about().get("cwd") or run.world.cwd)
    return os.path.abspath(asked or run.world.cwd)


def cap(plan: Plan, max_usd: float | None, spent: int) -> int | None:
    """What the plan may have cost at the end of this run."""
    found = [round(plan.budget_usd * NANO)] if plan.budget_usd is not None else []
    found += [round(max_usd * NANO) + spent] if max_usd is not None else []
    return min(found, default=None)


def versions(plan: Plan, env: Mapping[str, str]) -> dict[str, str]:
    """The version of each agent that the plan calls, "" for one that can't be asked."""
    found = {}
    for agent in sorted({task.agent for task in plan.tasks} - {""}):
        import subprocess  # noqa: PLC0415 -- only plans with agents

        try:
            done = subprocess.run(
                [agent, "--version"], capture_output=True, timeout=20, check=False, env=dict(env),
                stdin=subprocess.DEVNULL,
            )  # fmt: skip
            found[agent] = done.stdout.decode("utf-8", "replace").strip()[:100]
        except (OSError, subprocess.TimeoutExpired):
            found[agent] = ""
    return found


def shop_of(run: Run, place: Place, cwd: str) -> Shop:
    """What attempts are given."""
    from cctl.host.plan.workshop import Shop  # noqa: PLC0415 -- see `tasks_run`
    from cctl.host.process import processes  # noqa: PLC0415 -- see `tasks_run`
    from cctl.host.run.folder import Runs  # noqa: PLC0415 -- see `tasks_run`
    from cctl.kit.asking import asked_model, has_transcript  # noqa: PLC0415 -- commands need neither

    return Shop(
        plan=place.id,
        cwd=cwd,
        cctl=[sys.executable, "-P", "-m", "cctl"],
        env=run.world.env,
        runs=Runs(paths.state(run.world.env, run.world.home), processes()),
        has_transcript=lambda agent, session: has_transcript(run, agent, session),
        ask=lambda prompt: asked_model(run, prompt),
        context=float(run.setting("tasks.handover_ratio")),
    )


def now_ms() -> int:
    """The wall clock, for what is written down; nothing is measured by it."""
    return time.time_ns() // 1_000_000


def _about(source: Source) -> Record:
    return {name: value for name, value in (("path", source.path), ("name", source.plan.name)) if value}


def _say(run: Run, board: Board, event: Mapping[str, Any], folder: str, plan: str) -> None:
    """What a person at the terminal wants to know while it runs: what went wrong, and what is asked of them."""
    name, state = str(event.get("t")), event.get("to")
    left = event.get("left")
    if isinstance(left, list):
        told = ", ".join(f"{each.get('name')} ({each.get('pid')})" for each in left[:5])
        run.say.warn(f"{name if event.get('t') else 'the plan'} left {len(left)} processes running: {told}")
    if event.get("e") not in ("ended", "judged", "done"):
        return
    why = str(event.get("message") or event.get("cause") or "")
    if state == "failed":
        slug = board.tasks[name].slug
        code = f" ({event['code']})" if event.get("code") else ""
        run.say.warn(f"{name} failed{code}: {why}; {folder}/{slug}@{event.get('n')}.err")
    elif state == "needs_human":
        run.say.warn(f"{name} needs you: {why}; `cctl tasks approve {plan} '{name}'`, or retry, or cancel")
    else:
        run.say.detail(f"{name} {state}{f': {why}' if why else ''}")
