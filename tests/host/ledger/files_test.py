"""Which file is which: by its path, else by its inode if nothing is at its old path any more."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.core.agent.spec import Place
from cctl.host import db
from cctl.host.db import Connection
from cctl.host.ledger.files import Files
from cctl.host.ledger.schema import COMPONENT
from cctl.host.walk import Found


@pytest.fixture
def base(tmp_path: Path) -> Connection:
    return db.connect(str(tmp_path / "state" / "x.db"), [COMPONENT])


def found(name: str, ino: int, session: str = "s", folder: str = "p") -> Found:
    return Found(f"p/{name}", (name, 1, ino, 100, 5), Place(session, "", folder, ""), False)


def registered(base: Connection, home: Path, *each: Found) -> list[tuple[int, bytes, bool]]:
    files = Files(base, 1, str(home))
    rows = [files.row(one) for one in each]
    files.keep()
    return [(row.id, row.path, anew) for row, _, anew in rows]


def test_files_keep_their_rows(base: Connection, tmp_path: Path) -> None:
    assert registered(base, tmp_path, found("a", 7), found("b", 8)) == [(1, b"p/a", False), (2, b"p/b", False)]
    assert registered(base, tmp_path, found("b", 8), found("c", 9)) == [(2, b"p/b", False), (3, b"p/c", False)]


def test_a_moved_file_takes_its_row_along(base: Connection, tmp_path: Path) -> None:
    registered(base, tmp_path, found("a", 7))
    assert registered(base, tmp_path, found("b", 7)) == [(1, b"p/b", False)]
    assert base.execute("SELECT path FROM file").fetchall() == [(b"p/b",)]


def test_a_second_name_is_another_file(base: Connection, tmp_path: Path) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "a").touch()
    registered(base, tmp_path, found("a", 7))
    assert registered(base, tmp_path, found("b", 7)) == [(2, b"p/b", False)]


def test_another_file_at_the_same_path_is_read_anew(base: Connection, tmp_path: Path) -> None:
    registered(base, tmp_path, found("a", 7))
    assert registered(base, tmp_path, found("a", 8)) == [(1, b"p/a", True)]


def test_a_place_that_tells_something_else_is_read_anew_once(base: Connection, tmp_path: Path) -> None:
    registered(base, tmp_path, found("a", 7))
    assert registered(base, tmp_path, found("a", 7, folder="q")) == [(1, b"p/a", True)]
    assert registered(base, tmp_path, found("a", 7, folder="q")) == [(1, b"p/a", False)]


def test_two_files_never_become_one(base: Connection, tmp_path: Path) -> None:
    registered(base, tmp_path, found("a", 7))
    assert registered(base, tmp_path, found("b", 7), found("c", 7)) == [(1, b"p/b", False), (2, b"p/c", False)]
