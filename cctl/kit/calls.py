"""Calls of the past with what came of them: from the machine's transcripts, from files, or from standard input."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cctl.core.moment import epoch_ms
from cctl.core.when.grammar import Window
from cctl.host import transcript
from cctl.host.brain.facts import Surroundings
from cctl.kit.judging import Standing, surroundings
from cctl.kit.session_records import given
from cctl.records.errors import UsageError
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.core.effect.path import Resolve
    from cctl.kit.run import Run

_PENDING = 10_000  # calls that may wait for their result


class Call(NamedTuple):
    """A call and everything that it is judged by."""

    record: Record
    facts: Mapping[str, Any]
    resolve: Resolve | None
    session: Mapping[str, Any]
    answer: str  # allow, deny, or "" when nobody was asked
    by: str = ""  # who let it run or refused it, where the client tells: human, rule, mode, hook
    failed: bool = False

    @property
    def project(self) -> str | None:
        """The project whose rules hold; None for a call that brings its facts."""
        found = self.facts.get("project") if self.resolve is not None else None
        return found if isinstance(found, str) else None


def records(run: Run, names: Sequence[str]) -> Iterator[Record]:
    """The records that names stand for; without any, of everything on this machine."""
    if names:
        for name in names:
            yield from given(run, name).records
        return
    for each in transcript.everything(run.world):
        yield from given(run, each.path).records


def calls(
    run: Run, names: Sequence[str], window: Window | None = None, *, only_answered: bool = False
) -> Iterator[Call]:
    """The calls in some records, each once its result is known or the records are at their end.

    With `only_answered`, those that ran or that a human refused: what a rule or hook refused says nothing.
    """
    around, standing = surroundings(run.world), Standing()
    waiting: dict[tuple[str, str], Record] = {}
    for record in records(run, names):
        kind = record.get("type")
        if kind == "call" and _inside(record, window):
            key = str(record.get("session", "")), str(record.get("id") or len(waiting))
            waiting[key] = record
            if len(waiting) > _PENDING:
                oldest = next(iter(waiting))
                yield _call(waiting.pop(oldest), "", around, standing)
        elif kind == "result":
            found = waiting.pop((str(record.get("session", "")), str(record.get("call", ""))), None)
            if found is not None and not (only_answered and not ran(record) and answer(record) != "deny"):
                made = _call(found, answer(record), around, standing)
                yield made._replace(by=_who(record), failed=record.get("error") is True)
            standing.hear(record)
        elif kind in ("session", "finding"):
            standing.hear(record)
    for record in () if only_answered else waiting.values():
        yield _call(record, "", around, standing)


def typed(run: Run, words: Sequence[str]) -> Iterator[Call]:
    """The calls that a command line means: a shell command in the working folder, or, for `-`, those of a stream."""
    if tuple(words) == ("-",):
        run.reads_stdin = True
        yield from judged_by(calls(run, ["-"]))
        return
    text = " ".join(words)
    if not text.strip():
        raise UsageError("COMMAND is empty")
    around = surroundings(run.world)
    record: Record = {"type": "call", "tool": "Bash", "input": {"command": text}, "cwd": run.world.cwd}
    yield Call(record, around.facts(run.world.cwd), around.resolve, {}, "")


def answer(result: Mapping[str, Any]) -> str:
    """What a human said to a call, as its result tells: `deny`, `allow`, or "" when no human was asked."""
    for name, said in (("denied", "deny"), ("accepted", "allow")):
        told = result.get(name)
        if isinstance(told, dict):
            return said if told.get("by") == "human" else ""
    return ""


def _who(result: Mapping[str, Any]) -> str:
    told = result.get("denied") or result.get("accepted")
    return str(told.get("by", "")) if isinstance(told, dict) else ""


def ran(result: Mapping[str, Any]) -> bool:
    """Whether a call ran at all."""
    return not isinstance(result.get("denied"), dict)


def judged_by(found: Iterable[Call]) -> Iterator[Call]:
    """Only calls that name a tool and an input."""
    return (each for each in found if each.record.get("tool") and isinstance(each.record.get("input"), dict))


def _inside(record: Record, window: Window | None) -> bool:
    if window is None:
        return True
    ms = epoch_ms(record.get("ts"))
    return (window.start is None or window.start <= ms) and (window.stop is None or ms < window.stop)


def _call(record: Record, said: str, around: Surroundings, standing: Standing) -> Call:
    facts = record.get("facts")
    if isinstance(facts, dict):
        return Call(record, facts, None, dict(standing.of(record)), said)
    known = around.facts(str(record.get("cwd") or ""), str(record.get("session") or ""))
    return Call(record, known, around.resolve, dict(standing.of(record)), said)
