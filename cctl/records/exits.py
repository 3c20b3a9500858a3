"""The exit statuses, once: the man pages, `explain` and the rule "the highest in this table wins" read them here."""

from __future__ import annotations

from cctl.records.named import NamedTuple


class Exit(NamedTuple):
    """One exit status."""

    code: int
    name: str
    meaning: str


# In order of weight: when several apply, the first in this list is the exit status.
EXITS = (
    Exit(130, "interrupted", "stopped by SIGINT (Ctrl-C)"),
    Exit(143, "terminated", "stopped by SIGTERM"),
    Exit(141, "reader_gone", "standard output was closed by its reader (never of `gate`)"),
    Exit(137, "killed", "the child had to be killed with SIGKILL (`run`)"),
    Exit(1, "bug", "unexpected exception: a defect of cctl; a report file is named"),
    Exit(2, "usage", "a flag or an argument is wrong"),
    Exit(65, "bad_data", "a record is bad (under `--strict`), or a plan or scenario file is"),
    Exit(66, "no_input", "an input that was named isn't there or can't be read"),
    Exit(69, "unavailable", "an endpoint, a peer or an optional package is missing"),
    Exit(73, "cannot_write", "a file could not be written"),
    Exit(75, "locked", "another process holds what is needed; try again"),
    Exit(76, "newer_schema", "a record or store is of a newer version (under `--strict`)"),
    Exit(77, "not_permitted", "not allowed"),
    Exit(78, "bad_config", "a configuration or rule file can't be used"),
    Exit(124, "timed_out", "out of time (`run`, `watch --timeout`)"),
    Exit(125, "run_failed", "cctl itself failed to run the child (`run`)"),
    Exit(126, "not_executable", "the command can't be executed (`run`)"),
    Exit(127, "not_found", "the command isn't there (`run`)"),
    Exit(20, "no_evidence", "the gate saw nothing to judge, or no `end` under `--require-end`"),
    Exit(12, "denied", "a verdict was `deny`"),
    Exit(11, "over_budget", "spend or tokens are past the limit"),
    Exit(13, "unhealthy", "a finding is at or above the chosen severity"),
    Exit(15, "conflict", "two sessions want the same thing"),
    Exit(14, "needs_human", "a verdict was `ask`"),
    Exit(10, "breach", "any other limit of a gate"),
    Exit(3, "partial", "done, but some targets failed"),
    Exit(0, "ok", "fine"),
)

CODES = {each.name: each.code for each in EXITS}
_RANK = {each.code: rank for rank, each in enumerate(EXITS)}


def worst(*codes: int) -> int:
    """The code that stands highest in the table; one that isn't in it counts as a failure above `ok`."""
    return min(codes, key=lambda code: _RANK.get(code, _RANK[3] - 0.5), default=0)
