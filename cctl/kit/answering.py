"""Asking the keeper of a run for something, and answering the calls that it holds."""

from __future__ import annotations

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
    done: Record = {"type": "done", "v": 1, "ts": run.world.now(), "action": decision, "target": record["run"]}
    return done | {"status": "ok", "call": said.get("call", ""), "tool": said.get("tool", "")}


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
