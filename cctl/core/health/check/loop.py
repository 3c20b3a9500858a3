"""Loop: the same call with the same result again and again, two or three that take turns, a failing tool retried.

What came back decides, not what was asked: a result that changed is progress. Polling is no loop, whether it sleeps,
looks at a background task or simply lets time pass between looks; nor is doing again what a person asked for again.
A result that is new by a clock in it alone is no progress, but it takes many calls to say so: people run a flaky test
or a benchmark ten times over.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence

from cctl.core.health.check import Check, Terms
from cctl.core.health.finding import Found
from cctl.core.health.history import History, Lap, Step, Thread
from cctl.records.schema import Record

_ADVICE = "Deny the call or interrupt, and say what is missing; a loop does not end by itself."


def judge(history: History, record: Record, terms: Terms) -> Iterable[Found]:
    """At each result."""
    thread = history.threads.get(str(record.get("agent_id") or ""))
    if not thread or not thread.steps:
        return ()
    last = thread.steps[-1]
    if last.polls or last.id != record.get("call"):
        return ()
    if not last.error and not last.steady and terms.limits["loop_rounds"] > 1 and terms.limits["loop_same_calls"] > 1:
        before = list(itertools.islice(reversed(thread.steps), 1, 4))
        if not any(_equal(last, step) for step in before):
            return ()  # a loop's last call is one of the three before
    return _found(thread, terms)


def _found(thread: Thread, terms: Terms) -> Iterator[Found]:
    steps, limits = list(thread.steps), terms.limits
    run = _run(steps, lambda step: (step.hash, step.result))
    failing = steps[-1].error
    if not failing and len(run) >= limits["loop_same_calls"] and not _spaced(run, terms):
        yield from _graded("same", _lap(thread, "same", run), run, 1, "loop_same_calls", terms)
        return
    if steps[-1].steady:
        run = _run(steps, lambda step: (step.hash, step.steady))
        if len(run) >= limits["loop_clock_calls"] and not _spaced(run, terms):
            yield from _graded("clock", _lap(thread, "clock", run), run, 1, "loop_clock_calls", terms)
        return
    if failing and (run := _run(steps, lambda step: (step.hash, step.error))):
        if len(run) >= limits["loop_failing_calls"] and not _spaced(run, terms):
            yield from _graded("retry", _lap(thread, "retry", run), run, 1, "loop_failing_calls", terms)
            return
        run = _run(steps, lambda step: (step.tool, step.target, step.error))
        if len(run) >= limits["loop_failing_target"] and run[-1].target and not _spaced(run, terms):
            yield from _graded("retry", _lap(thread, "retry", run), run, 1, "loop_failing_target", terms)
            return
    for period in (2, 3):
        turns = _turns(steps, period)
        rounds = len(turns) // period
        if rounds >= limits["loop_rounds"] and not _spaced(turns, terms):
            yield from _graded("ping_pong", _lap(thread, "ping_pong", turns), turns, period, "loop_rounds", terms)
            return


def _run(steps: Sequence[Step], key: Callable[[Step], object]) -> list[Step]:
    """The calls at the end that agree in a key, oldest first."""
    last, run = key(steps[-1]), []
    for step in reversed(steps):
        if key(step) != last:
            break
        run.append(step)
    return run[::-1]


def _turns(steps: Sequence[Step], period: int) -> list[Step]:
    """The calls at the end that repeat with a period, in whole rounds."""
    length = period
    while length < len(steps) and _equal(steps[-1 - length], steps[-1 - length + period]):
        length += 1
    if all(_equal(step, steps[-1]) for step in steps[-period:]):
        return []  # one call alone is the other rule's
    return list(steps[len(steps) - length // period * period :])


def _equal(one: Step, other: Step) -> bool:
    return one.hash == other.hash and one.result == other.result


def _spaced(run: Sequence[Step], terms: Terms) -> bool:
    """Whether most of the calls came long after the result before: somebody waits for something to change."""
    gaps = sorted(after.ms - before.done_ms for before, after in itertools.pairwise(run))
    return bool(gaps) and gaps[len(gaps) // 2] >= terms.limits["loop_poll_gap_s"] * 1000


def _lap(thread: Thread, kind: str, run: Sequence[Step]) -> Lap:
    """The loop that a run is the end of: its beginning may lie before the calls that are kept."""
    ids = [step.id for step in run]
    known = thread.loops.get(kind)
    if known and known.last in ids:
        since = len(ids) - 1 - ids.index(known.last)
        found = Lap(known.first, known.since_ms, ids[-1], known.calls + since)
    else:
        found = Lap(ids[0], run[0].ms, ids[-1], len(ids))
    thread.loops[kind] = found
    return found


def _graded(kind: str, lap: Lap, run: Sequence[Step], period: int, limit: str, terms: Terms) -> Iterator[Found]:
    factor, count = terms.limits["loop_critical_factor"], lap.calls // period
    critical = count >= terms.limits[limit] * factor
    tools = list(dict.fromkeys(step.tool for step in run))
    words = {
        "same": f"{tools[0]} called {count} times with the same input and the same result",
        "clock": f"{tools[0]} called {count} times with the same input; only times in the result change",
        "retry": f"{tools[0]} failed {count} times in a row on the same thing",
        "ping_pong": f"{' and '.join(tools)} take turns for {count} rounds with the same results",
    }
    yield Found(
        "critical" if critical else "warning",
        f"{kind}:{lap.first}",
        words[kind],
        {"kind": kind, "count": count, "tools": tools, "target": run[-1].target[:200], "records": _ids(run)},
        _ADVICE,
        (limit, "loop_critical_factor") if critical else (limit,),
        lap.since_ms,
        src=run[-1].src,
    )


def _ids(run: Sequence[Step]) -> list[str]:
    return [step.id for step in run[-12:]]


CHECK = Check("loop", ("result",), judge, __doc__.partition("\n")[0], ("call.input_hash", "result.hash"), "5 calls")
