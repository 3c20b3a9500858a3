"""Every number that a check compares with: name, value, unit, which way is stricter, and where the number comes from.

A check never holds a number of its own. Each threshold is a setting of the same name under `health.`; a repository may
move it only the stricter way.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal, NamedTuple

_TABLE = """
loop_same_calls        5        calls        lower   corpus    The same call with the same result, in a row.
loop_rounds            4        rounds       lower   corpus    Rounds of the same two or three calls and results.
loop_failing_calls     4        calls        lower   corpus    The same call failing, in a row.
loop_failing_target    6        calls        lower   corpus    One tool failing on one target, in a row.
loop_critical_factor   2        times        lower   corpus    How many times a limit makes a loop critical.
loop_poll_gap_s        25       s            higher  corpus    Calls further apart wait for something: no loop.
stall_cost_usd         5        USD          lower   practice  Spent since the last progress.
stall_tokens           2000000  tokens       lower   practice  The same, where prices are unknown.
stall_s                600      s            lower   practice  Time since the last progress.
stall_novel_ratio      0.5      share        higher  corpus    New results among the calls since then.
spike_window_s         300      s            higher  practice  Width of the windows compared.
spike_windows          6        windows      lower   corpus    Windows with spend needed before one is compared.
spike_min_usd          1        USD          lower   practice  Windows below are never a spike.
spike_warning          4        times        lower   corpus    Of the median window.
spike_critical         10       times        lower   corpus    Of the median window.
spike_sudden           2        times        lower   corpus    Of the dearest of the three windows before.
cache_responses        8        responses    lower   corpus    Responses needed before the ratio says anything.
cache_min_tokens       100000   tokens       lower   corpus    Input of those responses needed.
cache_warning_ratio    0.3      share        higher  practice  Read from the cache, of all input.
cache_critical_ratio   0.1      share        higher  practice  Read from the cache, of all input.
cache_break_tokens     20000    tokens       lower   practice  Written again although they had been cached.
cache_break_ratio      0.5      share        lower   practice  Of the prompt before, written again.
cache_thrash           3        breaks       lower   practice  Breaks among ten responses.
context_warning_ratio  0.8      share        lower   practice  Of the context in use.
context_critical_ratio 0.9      share        lower   practice  Of the context in use.
context_turns          2        responses    higher  practice  Responses to the next compaction.
compaction_ratio       0.85     share        lower   client    Of the context, at which agents compact.
errors_window          20       results      higher  corpus    Results compared with those before them.
errors_ratio           0.6      share        lower   corpus    Errors among them.
errors_factor          2.5      times        lower   corpus    Of the share before.
repetition_reads       5        reads        lower   corpus    The same part of a file read with nothing new.
thrash_compactions     3        compactions  lower   corpus    Automatic compactions close together.
thrash_responses       15       responses    higher  corpus    Responses between them that count as close.
service_retries        6        retries      lower   corpus    Failed requests within ten minutes.
service_limit_ratio    0.9      share        lower   practice  Of a quota in use.
silence_tool_s         900      s            lower   corpus    A call without a sign of life.
silence_api_s          300      s            lower   corpus    A prompt without an answer.
silence_cpu_ratio      0.02     cores        lower   corpus    Use above it is a sign of life.
background_s           1800     s            lower   corpus    A background command that should end.
background_agent_s     900      s            lower   corpus    A background agent without a sign of life.
expiring_days          3        days         higher  practice  To the deletion of a transcript by its agent.
decay_info             30       points       lower   practice  Of 100.
decay_warning          60       points       lower   practice  Of 100.
decay_critical         80       points       lower   practice  Of 100.
"""

SOURCES = {
    "corpus": "the labelled corpus in fixtures/health: the loosest value without a false alarm",
    "practice": "what public monitors of agents use",
    "client": "seen in what the client writes",
}


class Threshold(NamedTuple):
    """One number."""

    name: str
    value: float
    unit: str
    stricter: Literal["lower", "higher"]
    source: str
    about: str


Limits = Mapping[str, float]


@cache
def thresholds() -> tuple[Threshold, ...]:
    """The table."""
    found = []
    for line in _TABLE.strip().splitlines():
        name, value, unit, stricter, source, about = line.split(None, 5)
        found.append(Threshold(name, float(value), unit, "lower" if stricter == "lower" else "higher", source, about))
    return tuple(found)


def limits(over: Mapping[str, float] | None = None) -> dict[str, float]:
    """Every threshold by name, with values laid over the defaults; a name that isn't known is a KeyError."""
    found = {each.name: each.value for each in thresholds()}
    for name, value in (over or {}).items():
        if name not in found:
            raise KeyError(name)
        found[name] = float(value)
    return found
