"""What came of an agent's attempt: from the records that `cctl run` wrote, or from the run's own folder."""
# ruff: noqa: PTH123 -- pathlib costs 9 ms at every start

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any, Final

from cctl.core.plan.board import NANO
from cctl.core.plan.policy import Outcome
from cctl.core.plan.reply import final
from cctl.host.run.folder import Runs
from cctl.records import codec
from cctl.records.errors import NoInput
from cctl.records.schema import Record

_CAUSES: Final = {
    "child": "child", "timeout": "timeout", "idle": "timeout", "budget": "budget", "tokens": "budget",
    "unpriced": "budget", "context": "context", "user": "signal", "signal": "signal", "lost": "lost",
}  # fmt: skip
_TAIL: Final = 4 << 20
_RESULT: Final = 16 << 20


def records(path: str) -> Iterator[Record]:
    """The records in a file; a torn or foreign line is passed over."""
    try:
        with open(path, "rb") as file:
            for line in file:
                try:
                    yield codec.decode(line)
                except codec.BadLine:
                    continue
    except OSError:
        return


def tail(path: str, size: int) -> str:
    """The last characters of a text file."""
    try:
        with open(path, "rb") as file:
            end = file.seek(0, os.SEEK_END)
            file.seek(max(0, end - 4 * size))
            return file.read().decode("utf-8", "replace")[-size:].strip()
    except OSError:
        return ""


def run_record(path: str, runs: Runs) -> Record | None:
    """The last `run` record of an attempt; where it isn't the end, what the run's folder says now."""
    found = None
    try:
        with open(path, "rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _TAIL))
            for line in reversed(file.read().split(b"\n")):
                if b'"run"' in line and (record := _run(line)):
                    found = record
                    break
    except OSError:
        return None
    if found is None:
        found = next((record for record in records(path) if record.get("type") == "run"), None)
    if found is not None and found.get("status") != "ended":
        try:
            return runs.judged(runs.folder(str(found["run"])).record())
        except NoInput:
            return found | {"status": "lost", "cause": "lost"}
    return found


def outcome(command: Outcome, path: str, runs: Runs) -> Outcome:
    """How an agent's attempt ended; `command` is how `cctl run` did."""
    record = run_record(path, runs)
    if record is None:  # it never came to a run
        return command._replace(cause="failed" if command.cause == "child" else command.cause)
    cause = _CAUSES.get(str(record.get("cause", "lost")), "failed")
    if record.get("status") == "running":
        cause = "lost"
    nano = round(float(record.get("cost_usd", 0.0)) * NANO)
    return command._replace(
        cause=cause,
        code=record.get("exit", command.code) if cause == "child" else command.code,
        signal=0,
        nano=nano,
        session=str(record.get("session", "")),
        message=str(record.get("message", ""))
        or ("" if cause == "child" else f"ended by its limit: {record.get('cause')}"),
        left=tuple(record.get("orphans", ())),
    )


def adrift(key: str, path: str, runs: Runs) -> Mapping[str, Any] | None:
    """Of an attempt whose minder is dead: {} while its run goes on, how it ended, None when nobody can tell."""
    record = run_record(path, runs)
    if record is None or record.get("status") == "lost":
        return None
    if record.get("status") == "running":
        return {}
    return {"e": "gone", "k": key, "code": record.get("exit", 125), "s": record.get("duration_s", 0.0)}


def last_words(path: str, runs: Runs, size: int) -> str:
    """What an agent's client said on standard error at its end, or what `cctl run` said itself."""
    record = run_record(path, runs)
    output = record.get("output") if record else None
    said = tail(str(output.get("stderr", "")), size) if isinstance(output, dict) else ""
    return said or tail(path.removesuffix(".out") + ".err", size)


def keep_result(path: str, target: str, runs: Runs) -> None:
    """Write an agent's final answer to a file of its own, for those that refer to it."""
    record = run_record(path, runs)
    output = record.get("output") if record else None
    if not isinstance(output, dict):
        return
    text = final(_tail_records(str(output.get("stdout", ""))))
    with open(
        os.open(target, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8", errors="replace"
    ) as file:
        file.write(text)


def _tail_records(path: str) -> Iterator[Record]:
    """The records in the last part of a file, which may be large."""
    try:
        with open(path, "rb") as file:
            size = file.seek(0, os.SEEK_END)
            file.seek(max(0, size - _RESULT))
            for line in file:
                try:
                    yield codec.decode(line)
                except codec.BadLine:
                    continue
    except OSError:
        return


def _run(line: bytes) -> Record | None:
    try:
        record = codec.decode(line)
    except codec.BadLine:
        return None
    return record if record.get("type") == "run" else None
