"""Asking the keeper of a run for something, and answering the calls that it holds."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from cctl.host.run.door import knock
from cctl.kit.launching import runs_of
from cctl.records import codec
from cctl.records.errors import NoInput, Unavailable, UsageError
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


def answered(run: Run, name: str, call: str, decision: str | None, message: str) -> Record:
    """Pass on a human's answer; the `done` record."""
    if decision is None:
        raise UsageError("say --allow or --deny")
    record = runs_of(run).find(name)
    request = {"do": "answer", "call": call, "decision": decision, "message": message}
    said, _ = asked(run, record, request)
    if problem := _learnt(run, record, str(said.get("call") or ""), decision, told=bool(message)):
        run.say.warn(f"{problem}; nothing is learned from this answer")
    done: Record = {"type": "done", "v": 1, "ts": run.world.now(), "action": decision, "target": record["run"]}
    return done | {"status": "ok", "call": said.get("call", ""), "tool": said.get("tool", "")}


def _learnt(run: Run, record: Record, call: str, decision: str, *, told: bool) -> str:
    """Note the answer as its human's, like one given at the client's own dialog; why that can't be, "" when it was.

    What an agent answers in its human's place is passed on and teaches nothing.
    """
    from cctl.core.brain.event import happened  # noqa: PLC0415 -- whoever only asks writes no log
    from cctl.host import paths  # noqa: PLC0415 -- as above
    from cctl.host.brain.record import log_in  # noqa: PLC0415 -- as above
    from cctl.host.process import processes  # noqa: PLC0415 -- as above
    from cctl.kit.human import within  # noqa: PLC0415 -- as above

    held = next((each for each in record.get("held", ()) if each.get("call") == call), None)
    if held is None or within(run.world.env, processes(), os.getpid()):
        return ""
    log, session = log_in(paths.state(run.world.env, run.world.home)), str(record.get("session", ""))
    answer = happened("outcome", call, session) if decision == "allow" else None
    answer = answer or happened("rejected", call, session, by="human", said=told)
    return log.append([happened("dialog", call, session)], str(held["since"])) or log.append([answer], run.world.now())


def asked(
    run: Run, record: Record, request: dict[str, Any], descriptors: tuple[int, ...] = ()
) -> tuple[Record, list[int]]:
    """What a run's keeper answers; an error says why it doesn't."""
    if record["status"] != "running":
        raise NoInput(f"run {record['run']} is {record['status']}: nobody is there to answer")
    try:
        data, passed = knock(runs_of(run).folder(record["run"]).path, request, descriptors)
        said = codec.decode(data)
    except (OSError, codec.BadLine) as problem:
        raise Unavailable(f"run {record['run']}: its keeper can't be asked ({problem})") from None
    if said.get("problem"):
        raise NoInput(f"run {record['run']}: {said['problem']}")
    return said, passed
