"""Databases: made, versioned, shared, and refused with a reason."""

from __future__ import annotations

import sqlite3
import stat
from pathlib import Path

import pytest

from cctl.host import db, paths
from cctl.host.db import Component, Reason, Unusable, connect

ONE = Component("one", ("CREATE TABLE one(a INTEGER); INSERT INTO one VALUES (1);",))
TWO = Component("one", (*ONE.migrations, "ALTER TABLE one ADD COLUMN b TEXT DEFAULT 'new';"))
OTHER = Component("other", ("CREATE TABLE other(c);",))


@pytest.fixture
def path(tmp_path: Path) -> str:
    return str(tmp_path / "state" / "x.db")


def refused(path: str, *components: Component) -> Unusable:
    with pytest.raises(Unusable) as raised:
        connect(path, components or [ONE], busy_s=0.01)
    assert "\n" not in str(raised.value)
    return raised.value


def test_it_is_made_for_its_user_alone_and_shared_by_processes(path: str) -> None:
    base = connect(path, [ONE])
    assert stat.S_IMODE(Path(path).stat().st_mode) == 0o600
    assert stat.S_IMODE(Path(path).parent.stat().st_mode) == 0o700
    assert base.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert stat.S_IMODE(Path(f"{path}-wal").stat().st_mode) == 0o600


def test_migrations_run_once_and_in_order(path: str) -> None:
    connect(path, [ONE]).close()
    connect(path, [ONE]).close()
    base = connect(path, [TWO, OTHER])
    assert base.execute("SELECT * FROM one").fetchall() == [(1, "new")]
    assert db.versions(base) == {"one": 2, "other": 1}


def test_a_migration_that_fails_leaves_nothing(path: str) -> None:
    connect(path, [ONE]).close()
    with pytest.raises(Unusable):
        connect(path, [Component("one", (*ONE.migrations, "CREATE TABLE two(a); SELECT nothing;"))])
    base = connect(path, [ONE])
    assert [name for (name,) in base.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")] == [
        "component",
        "one",
    ]


def test_a_newer_one_is_not_touched(path: str) -> None:
    connect(path, [TWO]).close()
    before = Path(path).read_bytes()
    assert refused(path, ONE).reason is Reason.NEWER
    assert Path(path).read_bytes() == before


def test_another_programs_database_is_not_touched(path: str) -> None:
    paths.private_folder(str(Path(path).parent))
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE theirs(a)")
    base.close()
    assert refused(path).reason is Reason.FOREIGN


def test_damage_has_a_name(path: str) -> None:
    connect(path, [ONE]).close()
    whole = Path(path).read_bytes()
    Path(path).write_bytes(b"x" * len(whole))
    assert refused(path).reason is Reason.CORRUPT
    Path(path).write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))
    assert refused(path).reason is Reason.CORRUPT


def test_a_lock_is_waited_for_and_then_named(path: str) -> None:
    base = connect(path, [ONE])
    base.execute("BEGIN IMMEDIATE")
    other = connect(path, [ONE], busy_s=0.01)
    with pytest.raises(Unusable) as raised, db.explained(path), db.writing(other):
        raise AssertionError("the lock is held by another")
    assert raised.value.reason is Reason.LOCKED
    assert (raised.value.code, raised.value.exit) == ("locked", 75)


def test_folders_that_cannot_be_written_are_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert refused(str(tmp_path / "file" / "x.db")).reason is Reason.READ_ONLY


def test_network_file_systems_are_refused(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "networked", lambda folder: "nfs4")
    problem = refused(path)
    assert problem.reason is Reason.NETWORK
    assert "nfs4" in str(problem)
    assert not Path(path).exists()


def test_a_transaction_that_fails_is_taken_back(path: str) -> None:
    base = connect(path, [ONE])
    with pytest.raises(ZeroDivisionError), db.writing(base):
        base.execute("INSERT INTO one VALUES (2)")
        raise ZeroDivisionError
    assert base.execute("SELECT count(*) FROM one").fetchone() == (1,)
    assert not base.in_transaction


def test_readers_see_one_moment(path: str) -> None:
    base, other = connect(path, [ONE]), connect(path, [ONE])
    with db.reading(base):
        assert base.execute("SELECT count(*) FROM one").fetchone() == (1,)
        other.execute("INSERT INTO one VALUES (2)")
        assert base.execute("SELECT count(*) FROM one").fetchone() == (1,)
    assert base.execute("SELECT count(*) FROM one").fetchone() == (2,)


def test_health_is_sqlites_own_word(path: str) -> None:
    assert db.healthy(connect(path, [ONE])) == []


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (sqlite3.SQLITE_FULL, Reason.FULL),
        (sqlite3.SQLITE_IOERR_READ, Reason.FAILED),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, Reason.LOCKED),
        (sqlite3.SQLITE_READONLY_DBMOVED, Reason.READ_ONLY),
        (sqlite3.SQLITE_CORRUPT_INDEX, Reason.CORRUPT),
    ],
)
def test_every_error_has_a_reason(code: int, reason: Reason) -> None:
    problem = sqlite3.OperationalError("told")
    problem.sqlite_errorcode = code
    assert db.reason(problem) is reason


def test_a_database_that_another_process_makes_meanwhile_is_no_strangers(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its mark and its tables come in one commit: who looks before it and after it must not see a half of each."""
    real = sqlite3.connect

    class Slow(sqlite3.Connection):
        def execute(self, sql: str, *more: object) -> sqlite3.Cursor:
            if sql.startswith(("PRAGMA application_id", "PRAGMA schema_version")):
                asked.append(sql)
                if len(asked) == 2:
                    connect(path, [ONE]).close()
            return super().execute(sql, *more)  # type: ignore[arg-type] # passed on as it came

    asked: list[str] = []
    monkeypatch.setattr(sqlite3, "connect", lambda *args, **more: real(*args, **{"factory": Slow, **more}))
    assert connect(path, [ONE]).execute("SELECT * FROM one").fetchall() == [(1,)]
