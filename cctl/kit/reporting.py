"""What `report` does: the window's spend, sessions and work from memory, with whatever records come beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cctl.core.moment import stamp
from cctl.core.report.build import build
from cctl.core.report.field import Frame, Gathered
from cctl.core.report.page import Page
from cctl.core.stats import match
from cctl.core.stats.answer import Question, answer
from cctl.core.when.grammar import Window
from cctl.host import target
from cctl.host.data import shipped
from cctl.host.target import ending
from cctl.kit.moment import asked_window, asked_zone
from cctl.kit.remembered import redactor
from cctl.records.errors import UsageError
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

if TYPE_CHECKING:
    from datetime import tzinfo

    from cctl.core.activity.history import Figures, File
    from cctl.core.spend.ask import Spend
    from cctl.kit.run import Run

ENDINGS = (".html", ".json", ".md")
_BESIDE = ("finding", "call", "budget", "gate", "forecast", "stats", "session", "summary")
_MOST = 200_000  # records beside
_HABIT_MS = 92 * 86_400_000  # hours of a longer window are a year of rows for one small picture


class Made(NamedTuple):
    """A report and the zone it is read in."""

    page: Page
    zone: tzinfo


def check(outputs: Sequence[str], *, force: bool) -> None:
    """Say now what would fail later."""
    if not outputs:
        raise UsageError("say where to: -o report.html, .md or .json")
    for path in outputs:
        if ending(path) not in ENDINGS:
            raise UsageError(f"{path}: a report is written as {', '.join(ENDINGS)}")
        target.check(path, force=force)


def made(run: Run, files: Sequence[str], asked: Mapping[str, Any]) -> Made:
    """The report."""
    zone = asked_zone(run, asked["timezone"])
    window = asked_window(run, asked["since"] or "7d", asked["until"], zone)
    beside = _beside(run, files)
    given = Gathered(others=beside) if asked["only_records"] else _remembered(run, asked, window, zone, beside)
    given = _with_records(given)
    frame = Frame(asked["title"] or "Report", _span(run, window, zone), f"cctl report, {run.world.now()}", zone)
    return Made(build(given, frame._replace(redactor=redactor(run) if asked["redact"] else None)), zone)


def _beside(run: Run, files: Sequence[str]) -> list[Record]:
    """What comes as records: findings, judged calls, budgets, gates."""
    if not files:
        return []
    run.reads_stdin = "-" in files
    kept: list[Record] = []
    for record in run.records(files):
        if record.get("type") in _BESIDE and (record.get("type") != "call" or "verdict" in record):
            if len(kept) == _MOST:
                run.say.once("most", f"only the first {_MOST} records count")
                break
            kept.append(record)
    return kept


def _remembered(run: Run, asked: Mapping[str, Any], window: Window, zone: tzinfo, beside: list[Record]) -> Gathered:
    """Both memories, each opened once: of ten thousand sessions the reading is most of the work."""
    from cctl.core.spend.ask import Ask  # noqa: PLC0415 -- a report of records alone opens no ledger
    from cctl.kit import noticed, past  # noqa: PLC0415 -- see above
    from cctl.kit.prices import price_table  # noqa: PLC0415 -- see above
    from cctl.kit.spending import spending  # noqa: PLC0415 -- see above

    projects = tuple(asked["project"])
    keep = {"project": match.paths(projects)} if projects else {}
    question = Question(now=run.world.now_ms(), window=window, zone=zone, keep=keep)
    held = spending(run, (), price_table(run)).spend

    def of(*by: str, **more: Any) -> list[Record]:
        return answer(question._replace(by=by, **more), held).records

    spent = held.sessions(Ask(by=frozenset(("model",)), since_ms=window.start, until_ms=window.stop))
    did, files, summaries, met = _done(run, window, held)
    known = past.Past({each.session: each for each in spent}, did, files)
    wanted = past.chosen({"project": projects, "branch": (), "agent": (), "session": ()})
    sessions = [each for each in past.sessions(run, window, known, cells=False) if wanted(each)]
    inside = match.paths(projects) if projects else lambda project: True
    found, looked = noticed.findings(run, window, sessions, files, asked["findings"])
    shown = {each["session"] for each in sessions}
    others = [*beside, *found, *(each for each in met if each["session"] in shown)]
    others += [*noticed.verdicts(run, window, inside), *([] if projects else noticed.budgets(run, window))]
    start = window.start or 0
    hours = of("hour") if (window.stop or question.now) - start <= _HABIT_MS else []
    total = of(compare=asked["compare"] == "previous" and window.start is not None)
    chosen = [each for each in summaries if inside(each["project"])]
    spend = (of("day", "model"), of("project"), hours, next(iter(total), None))
    return Gathered(*spend, sessions, chosen, list(_once(others)), looked)


def _once(records: Sequence[Record]) -> Iterator[Record]:
    """Without the findings that were found here and came as records, too."""
    seen: set[str] = set()
    for each in records:
        id = str(each.get("id") or "") if each.get("type") == "finding" else ""
        if id not in seen:
            yield each
        if id:
            seen.add(id)


class _Did(NamedTuple):
    """What was done: by session, the transcripts that are left, by project, and whose edits met."""

    did: dict[str, Figures]
    files: dict[str, File]
    summaries: list[Record]
    met: list[Record]


def _done(run: Run, window: Window, held: Spend) -> _Did:
    from cctl.core.activity.history import File  # noqa: PLC0415 -- see above
    from cctl.core.activity.summary import summaries  # noqa: PLC0415 -- see above
    from cctl.core.conflict import Conflicts  # noqa: PLC0415 -- see above
    from cctl.core.report.noticed import met  # noqa: PLC0415 -- see above
    from cctl.core.spend.ask import Ask  # noqa: PLC0415 -- see above
    from cctl.core.stats.record import spent, sums_of  # noqa: PLC0415 -- see above
    from cctl.host.activity import ask  # noqa: PLC0415 -- see above
    from cctl.kit.remembered import remembered, roots  # noqa: PLC0415 -- see above

    asked = Ask(by=frozenset(("project",)), edges=(), since_ms=window.start, until_ms=window.stop)
    cost = {line.cell.project: spent(sums_of(line)) for line in held.sums(asked)}
    stop = window.stop if window.stop is not None else run.world.now_ms() + 1
    memory = remembered(run)
    try:
        did = ask.figures(memory, roots(run))
        files = {name: File(path, mtime // 1_000_000) for name, (path, mtime) in ask.transcripts(memory).items()}
        conflicts: list[Record] = []
        deeds = met(ask.done(memory, window.start or 0, stop, roots(run)), Conflicts(), conflicts)
        return _Did(did, files, summaries(deeds, cost, stamp), conflicts)
    finally:
        memory.close()


def _with_records(given: Gathered) -> Gathered:
    """Records of spend and sessions that came beside fill what memory didn't give."""
    stats = [each for each in given.others if each.get("type") == "stats" and isinstance(each.get("key"), dict)]
    by = {name: [each for each in stats if name in each["key"]] for name in ("day", "project", "hour")}
    total = next((each for each in stats if not each["key"]), None)
    return given._replace(
        by_day=given.by_day or by["day"],
        by_project=given.by_project or by["project"],
        by_hour=given.by_hour or by["hour"],
        total=given.total or total,
        sessions=given.sessions or [each for each in given.others if each.get("type") == "session"],
        summaries=given.summaries or [each for each in given.others if each.get("type") == "summary"],
    )


def _span(run: Run, window: Window, zone: tzinfo) -> str:
    from datetime import datetime  # noqa: PLC0415 -- loaded already, but not for `--help`

    ends = (window.start, window.stop if window.stop is not None else run.world.now_ms())
    first, last = (
        datetime.fromtimestamp(ms / 1000, zone).strftime("%Y-%m-%d %H:%M") if ms else "the beginning" for ms in ends
    )
    return f"{first} – {last} ({zone})"


def written(run: Run, report: Made, outputs: Sequence[str], *, force: bool) -> Iterator[Record]:
    """Each file, with a record of it."""
    for path in outputs:
        pieces = list(_pieces(report, ending(path)))
        size = target.written(path, (piece.encode("utf-8", "replace") for piece in pieces), force=force)
        done: Record = {"type": "done", "v": 1, "ts": stamp(run.world.now_ms()), "action": "report", "status": "ok"}
        yield done | {"target": path, "bytes": size}


def _pieces(report: Made, kind: str) -> Iterator[str]:
    if kind == ".json":
        from cctl.core.report.twin import twin  # noqa: PLC0415 -- one format a file

        yield twin(report.page)
    elif kind == ".md":
        from cctl.core.report.markdown import markdown  # noqa: PLC0415 -- see above

        yield from markdown(report.page, report.zone)
    else:
        import tomllib  # noqa: PLC0415 -- see above

        from cctl.core.plot.palette import palettes  # noqa: PLC0415 -- see above
        from cctl.core.reel.html import Parts  # noqa: PLC0415 -- see above
        from cctl.core.report.html import html  # noqa: PLC0415 -- see above

        parts = Parts(shipped("reel/report.css").decode(), shipped("reel/report.js").decode())
        yield from html(report.page, parts, palettes(tomllib.loads(shipped("plot.toml").decode())), report.zone)
