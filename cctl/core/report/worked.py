"""The sections about work: sessions, what was done in projects, files."""

from __future__ import annotations

from cctl.core.report.field import ROWS, Frame, Gathered, columns, mapping, mappings, number, pictures, text
from cctl.core.report.page import Section, Table, Value
from cctl.records.schema import Record

_SESSION = columns(
    *("last:last:time", "project", "title", "ended", "duration_s:took:duration", "turns:prompts:count"),
    *("calls:calls:count", "errors:failed:count", "tokens:tokens:tokens", "cost_usd:spent:usd", "session"),
)
_WORK = columns(
    *("project", "sessions:sessions:count", "turns:prompts:count", "commands:commands:count"),
    *("files_edited:files:count", "tests:test runs:count", "tests_failed:failed:count", "commits:commits:count"),
)
_LANES, _FILES = 30, 100


def sessions(given: Gathered, frame: Frame) -> Section | None:
    """The dearest, and a timeline of the latest."""
    if not given.sessions:
        return None
    latest = sorted(given.sessions, key=lambda each: text(each, "last"))
    dearest = sorted(latest, key=lambda each: -(number(each.get("cost_usd")) or 0.0))[:ROWS]
    table = Table(_SESSION, tuple(map(_session, dearest)), max(0, len(latest) - ROWS))
    return Section("sessions", "Sessions", pictures(latest[-_LANES:], frame, kind="timeline"), (table,))


def _session(each: Record) -> tuple[Value, ...]:
    title = (text(each, "name") or text(each, "title")).split("\n")[0][:160]
    ended = text(each, "ended") or text(each, "state")
    counts = (number(each.get(key)) for key in ("duration_s", "turns", "calls", "errors"))
    spent = (number(mapping(each.get("tokens")).get("total")), number(each.get("cost_usd")))
    return text(each, "last"), text(each, "project"), title, ended, *counts, *spent, text(each, "session")[:13]


def work(given: Gathered, _frame: Frame) -> Section | None:
    """What was done, by project, and the commits."""
    if not given.summaries:
        return None
    commits = [
        (text(one, "ts"), text(each, "project"), text(one, "message").split("\n")[0])
        for each in given.summaries
        for one in mappings(each.get("commits"))
    ]
    tables = [Table(_WORK, tuple(map(_project, given.summaries[:ROWS])), max(0, len(given.summaries) - ROWS))]
    if commits:
        heads = columns("ts:when:time", "project", "message:commit")
        tables.append(Table(heads, tuple(commits[:ROWS]), max(0, len(commits) - ROWS)))
    return Section("work", "Work", (), tuple(tables))


def _project(each: Record) -> tuple[Value, ...]:
    tests = mapping(each.get("tests"))
    counts = (number(each.get(key)) for key in ("sessions", "turns", "commands", "files_edited"))
    made = float(len(mappings(each.get("commits"))))
    return text(each, "project"), *counts, number(tests.get("runs")), number(tests.get("failed")), made


def files(given: Gathered, _frame: Frame) -> Section | None:
    """The files that were edited most."""
    rows = [
        (text(one, "path"), text(each, "project"), number(one.get("edits")))
        for each in given.summaries
        for one in mappings(each.get("files"))
    ]
    rows.sort(key=lambda row: -(row[2] or 0))
    table = Table(
        columns("path:file", "project", "edits:edits:count"), tuple(rows[:_FILES]), max(0, len(rows) - _FILES)
    )
    return Section("files", "Files edited most", (), (table,)) if rows else None
