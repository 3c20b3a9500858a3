"""What is asked of the memory of what was done: figures per session, deeds of a stretch of time, full text."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cctl.core.activity.deed import Deed, Outcome
from cctl.core.activity.history import Figures
from cctl.core.activity.summary import Done
from cctl.records.named import NamedTuple
from cctl.records.pattern import pattern

if TYPE_CHECKING:
    import sqlite3

_DEED = ", ".join(f"deed.{name}" for name in Deed._fields)
_WORDS = pattern(r"\w+", re.UNICODE)


class Hit(NamedTuple):
    """One place where a text was found."""

    deed: Deed
    project: str
    title: str
    score: float
    snippet: str


def _under(roots: Sequence[str] | None) -> tuple[str, list[object]]:
    """A condition that keeps what was read below the homes configured now."""
    if roots is None:
        return "1", []
    return f"deed.root IN ({', '.join('?' * len(roots))})", [os.fsencode(root) for root in roots]


def figures(connection: sqlite3.Connection, roots: Sequence[str] | None) -> dict[str, Figures]:
    """What each session did, by its id."""
    where, values = _under(roots)
    counted = connection.execute(
        f"""SELECT session, max(agent), min(ms), max(ms),
            sum(kind = 'turn' AND mark NOT IN ('system', 'task_notification')),
            sum(kind = 'call'), sum(error = 1 AND denied = ''), sum(denied != ''),
            sum(mark = 'edit' AND error = 0), sum(kind = 'compaction')
            FROM deed WHERE ms > 0 AND {where} GROUP BY session""",
        values,
    ).fetchall()
    ended = dict(
        connection.execute(
            f"""SELECT session, kind FROM (SELECT session, kind, max(ms) FROM deed
            WHERE agent_id = '' AND kind IN ('turn', 'rest', 'interrupt', 'api_error') AND {where} GROUP BY session)""",
            values,
        ).fetchall()
    )
    prompts = dict(
        connection.execute(
            f"""SELECT session, text FROM (SELECT session, text, min(ms) FROM deed
            WHERE kind = 'turn' AND mark NOT IN ('system', 'task_notification', 'command') AND agent_id = '' AND {where}
            GROUP BY session)""",
            values,
        ).fetchall()
    )
    facts: dict[str, dict[str, str]] = {}
    for session, name, value in connection.execute("SELECT session, name, value FROM fact"):
        facts.setdefault(session, {})[name] = value
    made: dict[str, Figures] = {}
    for row in counted:
        told: tuple[Any, ...] = (*row, ended.get(row[0], ""), prompts.get(row[0], ""), facts.get(row[0], {}))
        made[row[0]] = Figures(*told)
    return made


def transcripts(connection: sqlite3.Connection) -> dict[str, tuple[str, int]]:
    """Each session's own transcript: its path, and the time of its last change in nanoseconds."""
    found = connection.execute("SELECT session, path, mtime_ns FROM file WHERE agent_id = '' AND session != ''")
    return {session: (os.fsdecode(path), mtime) for session, path, mtime in found}


def done(connection: sqlite3.Connection, since_ms: int, until_ms: int, roots: Sequence[str] | None) -> Iterator[Done]:
    """What was done in a stretch of time, in order, with the project that it was done in."""
    where, values = _under(roots)
    found = connection.execute(
        f"""SELECT {_DEED}, deed.error, deed.exit_code, deed.denied, coalesce(project.value, deed.cwd)
        FROM deed LEFT JOIN fact AS project ON project.session = deed.session AND project.name = 'project'
        WHERE deed.ms >= ? AND deed.ms < ? AND {where} ORDER BY deed.ms, deed.number""",
        [since_ms, until_ms, *values],
    )
    size = len(Deed._fields)
    for row in found:
        error, exit_code, denied, project = row[size:]
        yield Done(Deed(*row[:size]), project, None if error < 0 else Outcome(row[0], error, exit_code, denied))


def search(connection: sqlite3.Connection, text: str, limit: int, roots: Sequence[str] | None) -> list[Hit]:
    """Where words were said, run or edited, the best first."""
    query = wanted(text)
    if not query:
        return []
    where, values = _under(roots)
    found = connection.execute(
        f"""SELECT {_DEED}, coalesce(project.value, deed.cwd), coalesce(title.value, ''),
        bm25(words, 1.0, 0.6) AS score, snippet(words, -1, '', '', '…', 24)
        FROM words JOIN deed ON deed.number = words.rowid
        LEFT JOIN fact AS project ON project.session = deed.session AND project.name = 'project'
        LEFT JOIN fact AS title ON title.session = deed.session AND title.name = 'title'
        WHERE words MATCH ? AND {where}
        ORDER BY score * CASE deed.kind WHEN 'turn' THEN 1.6 ELSE 1.0 END, deed.ms DESC LIMIT ?""",
        [query, *values, limit],
    )
    size = len(Deed._fields)
    rows: list[tuple[Any, ...]] = found.fetchall()
    return [Hit(Deed(*row[:size]), *row[size:]) for row in rows]


def wanted(text: str) -> str:
    """What a user typed as a full-text query: all the words, phrases in quotes, the last word also as a beginning."""
    parts: list[str] = []
    for place, piece in enumerate(text.split('"')):
        words = _WORDS.findall(piece)
        if place % 2:
            if words:
                parts.append('"' + " ".join(words) + '"')
        else:
            parts += [f'"{word}"' for word in words]
    if parts and not text.rstrip().endswith('"'):
        parts[-1] += "*"
    return " ".join(parts)
