"""`run` from its options to its exit status: the plan, the keeper beside us, its records passed on as they come."""
# ruff: noqa: PTH100, PTH112 -- pathlib costs 9 ms, a tenth of what a run may add

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from cctl.core.agent import agents
from cctl.core.money.fill import filled
from cctl.core.run.command import Prepared, prepare
from cctl.core.run.limit import WARN, Limits
from cctl.core.state.fold import Fold
from cctl.core.when.grammar import seconds
from cctl.host import paths
from cctl.host.kill import Grace, Killer
from cctl.host.process import Identity, Processes, processes
from cctl.host.run import folder as place
from cctl.host.run.follow import Follow
from cctl.host.run.keeper import Keeper, Plan, first
from cctl.host.worktree import Worktrees
from cctl.kit.prices import price_table
from cctl.records import codec
from cctl.records.errors import NoInput, UsageError
from cctl.records.exits import CODES
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

_BASE = (
    "HOME LANG LANGUAGE LOGNAME PATH SHELL TERM TMPDIR TZ USER XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME "
    "XDG_RUNTIME_DIR XDG_STATE_HOME CLAUDE_CONFIG_DIR CODEX_HOME "
)
"""Variables that a command is given even when `--env` names the rest: without them it doesn't find its own files."""


def running(run: Run, argv: tuple[str, ...], asked: Mapping[str, Any]) -> Iterator[Record]:
    """Start a command under its limits and tell of it until its end."""
    plan, runs = planned(run, argv, asked), runs_of(run)
    if asked["dry_run"]:
        yield first(plan, run.world.now())
        return
    folder = runs.folder(plan.run).make()
    follow = followed(run, plan)
    woken, waker = os.pipe()
    pid = os.fork()
    if pid == 0:
        _become_keeper(plan, folder, follow, waker)
    os.close(waker)
    if asked["detach"]:
        yield from _detached(run, folder, woken)
        return
    yield from passed_on(run, folder, pid, woken, tee=asked["tee"])


def planned(run: Run, argv: tuple[str, ...], asked: Mapping[str, Any]) -> Plan:
    """What is to be run; a wish that can't be fulfilled is an error before anything is started."""
    limits = limits_of(asked)
    command = prepare(argv, place.random_id(), asked["agent"] or "")
    if limits.spending() and command.unknown:
        raise UsageError(f"no limit on spend or calls can be held: {command.unknown}")
    cwd = os.path.abspath(asked["cwd"] or run.world.cwd)
    if not os.path.isdir(cwd):
        raise NoInput(f"{cwd}: no such folder")
    facts: Record = {name: asked[name] for name in ("name",) if asked[name]}
    facts |= {"tags": [*asked["tag"]]} if asked["tag"] else {}
    env = environment(run.world.env, asked["env"])
    facts |= {"env": sorted(env)} if asked["env"] else {}
    if command.agent in agents() and command.session:
        facts["resume"] = agents()[command.agent].resume(command.session)
    run_id = place.new_id(run.world.now_ms())
    output = {name: f"{runs_of(run).path}/{run_id}/{name}.log" for name in ("stdout", "stderr")}
    grace = seconds(asked["grace"]) if asked["grace"] else Grace().interrupt_s
    return Plan(
        run=run_id,
        command=command,
        cwd=cwd,
        env=env,
        limits=limits,
        stdin=_input(asked["stdin"], dry=asked["dry_run"]),
        warn=shares(asked["warn_at"]),
        grace=Grace(grace, grace),
        estimates=asked["enforce_estimates"],
        kill_orphans=asked["kill_orphans"],
        git=not asked["no_git"] and bool(Worktrees().top(cwd)),
        nice=asked["nice"] or 0,
        facts=facts | {"output": output},
    )


def limits_of(asked: Mapping[str, Any]) -> Limits:
    """The limits among the options."""
    found: dict[str, Any] = {
        name: asked[f"max_{name}"] for name in ("usd", "tokens", "turns", "responses", "calls", "context")
    }
    found |= {f"{name}_s": seconds(asked[name]) if asked[name] else None for name in ("timeout", "idle")}
    limits = Limits(**found, rss_bytes=asked["max_rss"])
    for name, value in limits.set().items():
        if value <= 0:
            raise UsageError(f"the limit on {name} is {value:g}: nothing could be run under it")
    return limits


def shares(text: str) -> list[float]:
    """`50,80` as shares."""
    try:
        found = [float(part) / 100 for part in text.split(",")] if text else [WARN]
    except ValueError:
        found = [0.0]
    if not all(0 < each <= 1 for each in found):
        raise UsageError(f"--warn-at: {text!r} is no list of percentages")
    return sorted({*found, 1.0})  # what is estimated ends nothing at its limit, but is told of


def environment(env: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    """All variables, or with `--env` those named and the few that no program does without."""
    if wrong := [name for name in names if "=" in name or not name]:
        raise UsageError(f"--env takes the name of a variable, not {wrong[0]!r}", hint="set it before `cctl run`")
    if missing := [name for name in names if name not in env]:
        raise UsageError(f"--env: {missing[0]} isn't set")
    if not names:
        return dict(env)
    return {
        name: value
        for name, value in env.items()
        if f" {name} " in f" {_BASE}" or name in names or name.startswith("LC_")
    }


def runs_of(run: Run) -> place.Runs:
    """This user's runs."""
    return place.Runs(paths.state(run.world.env, run.world.home), processes())


def followed(run: Run, plan: Plan) -> Follow | None:
    """What reads the agent's transcript, None for a program that has none."""
    command: Prepared = plan.command
    if command.unknown:
        return None
    table = price_table(run)
    fold = Fold(lambda model: table.context(model) or 0, table.cost)
    return Follow(
        agents(),
        plan.env,
        run.world.home,
        agent=command.agent,
        session=command.session,
        fold=fold,
        priced=lambda record: filled(record, table) or record,
    )


def passed_on(run: Run, folder: place.Folder, pid: int, woken: int, *, tee: bool) -> Iterator[Record]:
    """The keeper's records as they come; signals to us are for it, and go on to it."""
    table = processes()
    seen = table.find(pid)
    keeper = Identity(pid, seen.start if seen else "")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda got, _frame: table.signal(keeper, got) and None)
    events, outputs = _Lines(folder.file(place.EVENTS)), [folder.file(place.OUT), folder.file(place.ERR)]
    copies = [_Lines(name) for name in outputs] if tee else []
    try:
        over = False
        while not over:
            over = _woken(woken)
            for copy in copies:
                if data := copy.gained():
                    os.write(2, data)
            for line in events.lines():
                record = codec.decode(line)
                if record["type"] == "end":
                    run.status = int(record["exit"])
                yield record
            run.out.flush()
    except GeneratorExit:  # whoever read our records is gone
        table.signal(keeper, signal.SIGTERM)
        raise
    finally:
        os.close(woken)
    os.waitpid(pid, 0)
    if folder.record().get("status") != "ended":
        yield from _orphaned(run, folder, table)


def _orphaned(run: Run, folder: place.Folder, table: Processes) -> Iterator[Record]:
    """The keeper was killed: nobody holds the limits any more, so the command is ended."""
    record = folder.record()
    child = Identity(int(record.get("pid") or 0), str(record.get("process_start") or ""))
    outcome = Killer(table, os.getpid(), time.monotonic, time.sleep).stop(child)
    run.status = CODES["run_failed"]
    lost = {
        "status": "lost",
        "cause": "lost",
        "exit": run.status,
        "message": f"its keeper was killed; {outcome.reason}",
    }
    folder.keep(record | lost)
    yield record | lost
    yield {"type": "end", "v": 1, "ts": run.world.now(), "of": "run", "records": 1, "errors": 0, "exit": run.status}


def stopped(run: Run, name: str, *, dry: bool) -> Record:
    """End a run: its keeper is told to, or where there is none, its command is ended; the `done` record."""
    record, table = runs_of(run).find(name), processes()
    done: Record = {"type": "done", "v": 1, "ts": run.world.now(), "action": "terminate", "target": record["run"]}
    if record["status"] == "ended":
        return done | {"status": "notneeded", "reason": "it has ended"}
    if dry:
        return done | {"status": "ok", "dry_run": True}
    if record["status"] == "running":
        keeper = record.get("supervisor") or {}
        told = table.signal(Identity(int(keeper.get("pid") or 0), str(keeper.get("start") or "")), signal.SIGTERM)
        return done | {"status": "ok" if told else "notneeded", "reason": "its keeper ends it" if told else "gone"}
    child = Identity(int(record.get("pid") or 0), str(record.get("process_start") or ""))
    outcome = Killer(table, os.getpid(), time.monotonic, time.sleep).stop(child)
    run.status = CODES["partial"] if outcome.status in ("error", "impossible") else 0
    return done | {"status": outcome.status, "reason": outcome.reason}


def _detached(run: Run, folder: place.Folder, woken: int) -> Iterator[Record]:
    """The record of the start; the rest is for `run ls` and `run wait`."""
    os.read(woken, 1)
    os.close(woken)
    record = folder.record()
    run.status = int(record.get("exit") or 0)
    yield record


class _Lines:
    """A file that grows, read from where it was read to."""

    def __init__(self, path: str) -> None:
        self._path, self._file, self._rest = path, -1, b""

    def gained(self) -> bytes:
        """What it has gained."""
        if self._file < 0:
            try:
                self._file = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
            except FileNotFoundError:
                return b""
        parts = []
        while part := os.read(self._file, 1 << 20):
            parts.append(part)
        return b"".join(parts)

    def lines(self) -> list[bytes]:
        """The whole lines that it has gained."""
        *whole, self._rest = (self._rest + self.gained()).split(b"\n")
        return whole


def _woken(pipe: int) -> bool:
    """Wait for the keeper to say something; whether it has ended."""
    ready, _, _ = select.select([pipe], [], [], 1.0)
    return bool(ready) and not os.read(pipe, 4096)


def _become_keeper(plan: Plan, folder: place.Folder, follow: Follow | None, waker: int) -> NoReturn:
    """In the forked process: leave the caller's terminal and session, keep the run, end without its clean-up."""
    code = CODES["run_failed"]
    try:
        os.setsid()
        null = os.open(os.devnull, os.O_RDWR)
        log = os.open(folder.file("keeper.log"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        stdin = os.dup(plan.stdin)
        for target, source in ((0, null), (1, null), (2, log)):
            os.dup2(source, target)
        os.set_blocking(waker, False)

        def told() -> None:
            try:
                os.write(waker, b".")
            except OSError:
                pass  # full: it is awake; broken: nobody listens, and the run goes on

        code = Keeper(plan._replace(stdin=stdin), folder, processes(), follow, told).keep()
    except BaseException:  # the boundary of this process: what went wrong is for `keeper.log`
        import traceback  # noqa: PLC0415 -- only on a defect

        traceback.print_exc()
    finally:
        os._exit(code)


def _input(name: str, *, dry: bool) -> int:
    """The command's standard input: nothing, ours, or a file."""
    if name == "-" and not dry:
        return 0
    try:
        return os.open(name if name and name != "-" else os.devnull, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as problem:
        raise NoInput(f"{name}: {problem.strerror}") from None
