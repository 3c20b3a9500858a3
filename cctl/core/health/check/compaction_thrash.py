"""Compaction thrash: the agent compacts, fills its context within a few responses, and compacts again."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from cctl.core.health.check import Check, Terms
from cctl.core.health.finding import Found
from cctl.core.health.history import History
from cctl.records.schema import Record


def judge(history: History, record: Record, terms: Terms) -> Iterator[Found]:
    """At each compaction."""
    if record.get("kind") != "compaction" or record.get("agent_id"):
        return
    limits = terms.limits
    wanted = int(limits["thrash_compactions"])
    last = list(history.compactions)[-wanted:]
    if len(last) < wanted or not all(auto for _, _, auto in last):
        return
    between = [after - before for (_, before, _), (_, after, _) in itertools.pairwise(last)]
    if max(between, default=0) > limits["thrash_responses"]:
        return
    yield Found(
        "warning",
        f"{last[0][0]}",
        f"{wanted} compactions within {sum(between)} responses",
        {"compactions": history.epoch, "responses_between": between},
        "What it must keep is larger than its context: split the task, or shorten the instructions it carries.",
        ("thrash_compactions", "thrash_responses"),
        last[0][0],
        src=record.get("src"),
    )


CHECK = Check("compaction_thrash", ("notice",), judge, __doc__.partition("\n")[0], (), "3 compactions")
