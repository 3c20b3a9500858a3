"""The tables of what was done."""

from __future__ import annotations

from pathlib import Path

from cctl.host import db
from cctl.host.activity.schema import COMPONENT


def test_the_tables_are_made_and_opened_again(tmp_path: Path) -> None:
    path = str(tmp_path / "a.sqlite")
    db.connect(path, [COMPONENT]).close()
    connection = db.connect(path, [COMPONENT])
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert {"file", "deed", "fact", "words"} <= names
    assert db.versions(connection)["activity"] == len(COMPONENT.migrations)
