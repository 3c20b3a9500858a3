"""The ledger's tables.

`response` holds each API response once, as its sightings told it, without a price. `claim` holds who may have paid for
those few that several sessions hold. `account` is what responses are booked to. `cell` holds sums by quarter of an
hour and account, with costs by the prices whose digest `meta` names. `file` says how far each transcript has been
read; `root.listing` is what the last walk over a home saw, so that one comparison tells that nothing is new.
"""

from __future__ import annotations

from cctl.host.db import Component

INDEX = "CREATE INDEX IF NOT EXISTS response_account ON response(account, disputed, ms)"
"""Made after a first reading rather than kept up during it, which would take longer than all the rest of writing."""

COMPONENT = Component(
    "ledger",
    (
        """
        CREATE TABLE meta(
            key TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE root(
            id INTEGER PRIMARY KEY,
            path BLOB NOT NULL UNIQUE,      -- real path of an agent's home, or "import:" and a ledger's id
            agent TEXT NOT NULL,            -- "" for an import
            listing BLOB NOT NULL DEFAULT x''
        );

        CREATE TABLE file(
            id INTEGER PRIMARY KEY,
            root INTEGER NOT NULL,
            path BLOB NOT NULL,             -- below the root
            dev INTEGER NOT NULL,
            ino INTEGER NOT NULL,
            size INTEGER NOT NULL,          -- when it was read last, and so its time
            mtime_ns INTEGER NOT NULL,
            offset INTEGER NOT NULL,        -- end of the last whole line that was read
            mark BLOB NOT NULL,             -- hash of its head and of what stands before the offset
            state BLOB NOT NULL,            -- what the reader needs to go on
            origin TEXT NOT NULL,           -- what its place told when it was read
            skipped INTEGER NOT NULL,       -- lines passed over although they looked like spend
            UNIQUE(root, path)
        );
        CREATE INDEX file_identity ON file(ino);
        CREATE INDEX file_skipped ON file(root, skipped) WHERE skipped > 0;

        CREATE TABLE account(
            id INTEGER PRIMARY KEY,
            agent TEXT NOT NULL,
            session TEXT NOT NULL,
            agent_id TEXT NOT NULL,
            subagent TEXT NOT NULL,
            project TEXT NOT NULL,
            cwd TEXT NOT NULL,
            branch TEXT NOT NULL,
            model TEXT NOT NULL,
            speed TEXT NOT NULL,
            geo TEXT NOT NULL,
            roots TEXT NOT NULL,
            paid INTEGER NOT NULL,
            copy INTEGER NOT NULL
        );
        CREATE INDEX account_session ON account(session);
        CREATE INDEX account_roots ON account(roots);

        CREATE TABLE response(
            id TEXT PRIMARY KEY,
            ms INTEGER NOT NULL,
            account INTEGER NOT NULL,
            file INTEGER NOT NULL,
            at INTEGER NOT NULL,
            input INTEGER NOT NULL,
            output INTEGER NOT NULL,
            write_5m INTEGER NOT NULL,
            write_1h INTEGER NOT NULL,
            read INTEGER NOT NULL,
            web INTEGER NOT NULL,
            tools TEXT NOT NULL,
            recorded INTEGER NOT NULL,      -- nano-dollars that the transcript itself names, -1 for none
            disputed INTEGER NOT NULL       -- 0 one claim, 1 several of one session, 2 of several sessions
        ) WITHOUT ROWID;
        CREATE TABLE claim(
            id TEXT NOT NULL,
            session TEXT NOT NULL,
            paid INTEGER NOT NULL,
            account INTEGER NOT NULL,
            file INTEGER NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY(id, session, paid)
        ) WITHOUT ROWID;
        CREATE INDEX claim_session ON claim(session);

        CREATE TABLE cell(
            start INTEGER NOT NULL,
            account INTEGER NOT NULL,
            responses INTEGER NOT NULL,
            input INTEGER NOT NULL,
            output INTEGER NOT NULL,
            write_5m INTEGER NOT NULL,
            write_1h INTEGER NOT NULL,
            read INTEGER NOT NULL,
            cost INTEGER NOT NULL,
            unpriced INTEGER NOT NULL,
            estimated INTEGER NOT NULL,
            PRIMARY KEY(start, account)
        ) WITHOUT ROWID;
        """,
    ),
)
