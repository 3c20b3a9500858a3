"""The tables of what was done.

`file` says how far each transcript has been read. `deed` holds each prompt, call and notice once by its own id, however
many transcripts repeat it; `fact` what a session says of itself, the latest by time. `words` is the full text of deeds.
Everything in them is redacted before it gets here.
"""

from __future__ import annotations

from cctl.host.db import Component

COMPONENT = Component(
    "activity",
    (
        """
        CREATE TABLE file(
            path BLOB PRIMARY KEY,          -- real
            agent TEXT NOT NULL,
            root BLOB NOT NULL,             -- real path of the agent's home
            session TEXT NOT NULL,          -- that its place tells, "" when it tells none
            agent_id TEXT NOT NULL,
            dev INTEGER NOT NULL,
            ino INTEGER NOT NULL,
            size INTEGER NOT NULL,
            mtime_ns INTEGER NOT NULL,
            offset INTEGER NOT NULL,        -- end of the last whole line that was read
            lines INTEGER NOT NULL,         -- whole lines up to there
            mark BLOB NOT NULL              -- hash of what was read up to there
        ) WITHOUT ROWID;

        CREATE TABLE deed(
            number INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            session TEXT NOT NULL,
            agent TEXT NOT NULL,
            agent_id TEXT NOT NULL,
            ms INTEGER NOT NULL,
            kind TEXT NOT NULL,
            tool TEXT NOT NULL,
            mark TEXT NOT NULL,
            text TEXT NOT NULL,
            paths TEXT NOT NULL,
            cwd TEXT NOT NULL,
            branch TEXT NOT NULL,
            copy INTEGER NOT NULL,          -- 1 when told by a fork, which repeats its parent
            root BLOB NOT NULL,
            error INTEGER NOT NULL DEFAULT -1,
            exit_code INTEGER NOT NULL DEFAULT -1,
            denied TEXT NOT NULL DEFAULT ''
        );
        CREATE INDEX deed_session ON deed(session, ms);
        CREATE INDEX deed_ms ON deed(ms);

        CREATE TABLE fact(
            session TEXT NOT NULL,
            name TEXT NOT NULL,
            value TEXT NOT NULL,
            first TEXT NOT NULL,            -- its earliest value
            ms INTEGER NOT NULL,
            first_ms INTEGER NOT NULL,
            PRIMARY KEY(session, name)
        ) WITHOUT ROWID;

        CREATE VIRTUAL TABLE words USING fts5(
            text, paths, content='deed', content_rowid='number', tokenize="unicode61 tokenchars '_'"
        );
        """,
        "DELETE FROM file;",  # titles became deeds: everything is read once more, and known deeds stay one
    ),
)
