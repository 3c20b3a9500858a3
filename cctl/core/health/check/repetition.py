"""Repetition: the same part of a file is read over and over although nothing in it has changed.

An edit, a compaction (which took the text out of the context) and another sub-agent each start the count anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cctl.core.health.check import Check, Terms
from cctl.core.health.finding import Found
from cctl.core.health.history import READS, History
from cctl.records.schema import Record

READERS = frozenset({"Read", "NotebookRead", "view", "read_file"})


def judge(history: History, record: Record, terms: Terms) -> Iterable[Found]:
    """At each result of a tool that reads files."""
    thread = history.threads.get(str(record.get("agent_id") or ""))
    if not thread or not thread.steps or thread.steps[-1].tool not in READERS:
        return ()
    return _found(history, record, terms)


def _found(history: History, record: Record, terms: Terms) -> Iterator[Found]:
    agent_id = str(record.get("agent_id") or "")
    thread = history.threads.get(agent_id)
    if not thread or not thread.steps:
        return
    step = thread.steps[-1]
    if step.tool not in READERS or step.error or not step.target or step.id != record.get("call"):
        return
    key = (step.target, step.hash)
    seen = thread.reads.pop(key, [])
    if not seen or seen[0] != step.result:
        seen = [step.result]
    seen.append(step.id)
    thread.reads[key] = seen
    if len(thread.reads) > READS:
        del thread.reads[next(iter(thread.reads))]
    count = len(seen) - 1
    history.reread = max(history.reread, count)
    if count < terms.limits["repetition_reads"]:
        return
    yield Found(
        "warning",
        f"{agent_id}:{seen[1]}",
        f"read {count} times with nothing new: {step.target[-120:]}",
        {"count": count, "path": step.target, "records": seen[1:][-12:]},
        "It forgets what it read; give it the facts, or compact.",
        ("repetition_reads",),
        src=step.src,
    )


CHECK = Check(
    "repetition", ("result",), judge, __doc__.partition("\n")[0], ("call.input_hash", "result.hash"), "5 reads"
)
