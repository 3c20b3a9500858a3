"""Sessions of the past for `history` and `clean`: what was spent and what was done, joined by session."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cctl.core.activity.history import SORTS, Figures, File, Where, sort_key, told
from cctl.core.agent import agents
from cctl.core.spend.ask import Ask, SessionSpend
from cctl.core.stats import match
from cctl.core.when.grammar import Window
from cctl.host import walk
from cctl.host.activity import ask
from cctl.host.retention import keep_days
from cctl.kit.prices import price_table
from cctl.kit.remembered import heard_by, remembered, roots, told_by
from cctl.kit.spending import spending
from cctl.records.errors import UsageError
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

_CELLS = frozenset(("model", "project", "branch", "cwd", "subagent", "tool"))


class Past(NamedTuple):
    """What both memories hold."""

    spend: Mapping[str, SessionSpend]
    did: Mapping[str, Figures]
    files: Mapping[str, File]


def past(
    run: Run, window: Window, files: Sequence[str] = (), *, use_ledger: bool = True, all_roots: bool = False
) -> Past:
    """All that is known, or that some files tell, with spend cut to a window."""
    memory = told_by(run, files) if files else None
    with heard_by(run, memory) as also:
        held = spending(run, files, price_table(run), use_ledger=use_ledger, all_roots=all_roots, also=also).spend
    asked = Ask(by=_CELLS, since_ms=window.start, until_ms=window.stop)
    spend = {each.session: each for each in held.sessions(asked)}
    memory = memory or remembered(run)
    did = ask.figures(memory, None if all_roots or files else roots(run))
    known = {name: File(path, mtime // 1_000_000) for name, (path, mtime) in ask.transcripts(memory).items()}
    memory.close()
    return Past(spend, did, known)


def sessions(run: Run, window: Window, known: Past, *, cells: bool = True) -> Iterator[Record]:
    """A record for every session that did or spent something in a window."""
    forks: dict[str, list[str]] = {}
    for name, figures in sorted(known.did.items()):
        if parent := figures.facts.get("forked_from"):
            forks.setdefault(parent, []).append(name)
    days = {home.path: keep_days(home.agent.name, home.path) for home in _homes(run)}
    for session in sorted(known.spend.keys() | known.did.keys()):
        spend, did = known.spend.get(session), known.did.get(session)
        if spend is None and not (did and _inside(did, window)):
            continue
        agent = spend.agent if spend else did.agent if did else ""
        file = known.files.get(session)
        if file and not _exists(file.path):
            file = None
        home = next((home for home in days if file and file.path.startswith(home + "/")), "")
        kept = days[home] if home else None
        resume = agents()[agent].resume(session) if agent in agents() and home else ()
        made = told(session, agent, spend, did, file, Where(run.world.now_ms(), kept, resume, cells))
        yield made | ({"forks": forks[session]} if session in forks else {})


def chosen(asked: Mapping[str, Any]) -> Callable[[Record], bool]:
    """Whether a session record is wanted, by the flags that choose."""
    tests = {
        "project": match.paths(asked["project"]) if asked["project"] else None,
        "branch": match.names(asked["branch"]) if asked["branch"] else None,
        "agent": match.names(asked["agent"]) if asked["agent"] else None,
        "session": match.beginnings(asked["session"]) if asked["session"] else None,
    }
    return lambda record: all(test(record.get(name, "")) for name, test in tests.items() if test)


def ordered(records: list[Record], sort: str) -> list[Record]:
    """Records in the order that was asked for: the latest, costliest, longest first; `-` turns it round."""
    name = sort.removeprefix("-")
    if name not in SORTS:
        raise UsageError(f'--sort: unknown order "{sort}"; one of {", ".join(SORTS)}')
    return sorted(records, key=lambda record: sort_key(name, record), reverse=not sort.startswith("-"))


def _homes(run: Run) -> list[walk.Home]:
    return walk.homes(agents().values(), run.world.env, run.world.home)


def _inside(did: Figures, window: Window) -> bool:
    after = window.start is None or did.last_ms >= window.start
    return after and (window.stop is None or did.first_ms < window.stop)


def _exists(path: str) -> bool:
    import os  # noqa: PLC0415 -- loaded by the interpreter anyway

    return os.path.exists(path)  # noqa: PTH110 -- pathlib costs 9 ms
