"""The seam between whoever holds spend (ledger, files, a stream) and whoever adds it up (`stats`, `history`, budgets).

A cell is a sum over responses that agree in everything that was asked for, no coarser in time than a quarter of an
hour: every zone's days begin on a quarter, so days can be cut in the zone of the question without reading again.
"""

from __future__ import annotations

from cctl.records.named import NamedTuple

QUARTER_S = 900

CLASSES = ("input", "output", "cache_write_5m", "cache_write_1h", "cache_read")


class Response(NamedTuple):
    """One API response after merging its sightings and settling who paid."""

    id: str
    ms: int  # epoch milliseconds of its first sighting
    agent: str  # client: claude, codex …
    model: str
    input: int
    output: int
    write_5m: int
    write_1h: int
    read: int
    web: int
    speed: str
    geo: str
    session: str  # that paid
    agent_id: str
    subagent: str
    project: str
    cwd: str
    branch: str
    tools: tuple[str, ...]  # names, one entry per call, in order
    recorded_nano: int = -1  # what the transcript itself says it cost
    path: str = ""
    at: int = -1  # byte offset of the sighting that it is attributed to


class Cell(NamedTuple):
    """Spend of one quarter of an hour (or one instant), by the dimensions that were asked for."""

    start_s: int  # epoch seconds; a multiple of QUARTER_S, or the exact second at a ragged edge
    agent: str = ""
    session: str = ""
    model: str = ""
    project: str = ""
    branch: str = ""
    cwd: str = ""
    subagent: str = ""
    tool: str = ""
    responses: int = 0
    input: int = 0
    output: int = 0
    write_5m: int = 0
    write_1h: int = 0
    read: int = 0
    cost_nano: int = 0  # of the priced responses
    unpriced: int = 0  # responses without a known price
    estimated: int = 0  # responses whose price or tokens are a guess
