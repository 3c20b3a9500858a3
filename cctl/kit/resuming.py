"""Going on with a session: which one is meant, whether it may be started, and starting it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from cctl.core.agent import agents
from cctl.core.run.resume import terms
from cctl.host.live.gather import by_session
from cctl.host.live.witness import Witness
from cctl.kit.alive import machine
from cctl.kit.prices import price_table
from cctl.records.errors import Locked, NoInput, Unavailable
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.alive import Machine
    from cctl.kit.run import Run


def found(run: Run, name: str, more: Sequence[str]) -> Record:
    """The `resume` record of the session that is meant."""
    seen = machine(run)
    sessions = by_session(seen.now.files.all())
    session = chosen(name, list(sessions))
    record = standing(seen, session, run.world.now_ms())
    agent = str(record["agent"])
    if agent not in agents():
        raise NoInput(f"{session}: nothing in its transcript says which agent wrote it")
    return terms(record, [*agents()[agent].resume(session), *more], run.world.now_ms(), price_table(run).cost)


def standing(seen: Machine, session: str, now_ms: int) -> Record:
    """The session record of one session, as it stands now."""
    files = by_session(seen.now.files.all())[session]
    seen.gather.session(session, files, now_ms)
    witness = Witness(seen.now, seen.spool)
    table = seen.now.processes.all()
    witness.begin(table)
    for record in witness.absent([session], now_ms):
        seen.now.fold.add(record)
    for entry in witness.entries:
        if entry.session == session:
            for record in seen.now.evidence(entry, table, now_ms, now_ms / 1000):
                seen.now.fold.add(record)
    witness.deaths.close()
    known = seen.now.fold.standings.get(session)
    if known is None:
        raise NoInput(f"{session}: its transcript is empty")
    return seen.now.record(known, seen.now.decide(known, now_ms), now_ms, path=files[0].path)


def chosen(name: str, sessions: Sequence[str]) -> str:
    """The one session whose id is or begins with a name."""
    if name in sessions:
        return name
    fits = sorted(each for each in sessions if each and each.startswith(name)) if name else []
    if len(fits) > 1:
        shown = ", ".join(fits[:3]) + (" …" if len(fits) > 3 else "")
        raise NoInput(f"{name!r} is the beginning of {len(fits)} sessions", hint="say more of it: " + shown)
    if not fits:
        raise NoInput(f"no session {name!r}", hint="`cctl history` lists sessions")
    return fits[0]


def refuse_if_alive(record: Record) -> None:
    """Two processes that write one session destroy each other's work."""
    if record.get("state") not in (None, "finished", "unknown") and record.get("pid"):
        raise Locked(f"session {record['session']} is running ({record['state']})", hint="end it first, or fork it")


def start(record: Record, env: dict[str, str]) -> NoReturn:
    """Become the agent, in the session's folder."""
    argv, cwd = [str(word) for word in record["argv"]], str(record["cwd"])
    try:
        os.chdir(cwd)
    except OSError as problem:
        raise NoInput(f"{cwd or 'folder of the session'}: {problem.strerror}", hint="its agent looks there") from None
    try:
        os.execvpe(argv[0], argv, env)
    except OSError as problem:
        raise Unavailable(f"{argv[0]}: {problem.strerror}") from None
