"""What is made from declarations."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cctl.kit import generate


def test_making_it_twice_makes_the_same() -> None:
    assert generate.made() == generate.made()


def test_stale_and_orphaned_files_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    (tmp_path / "man").mkdir()
    (tmp_path / "man/cctl-gone.1").write_text("old")
    names = generate.stale()
    assert "man/cctl-gone.1" in names
    assert "cctl/verbs.py" in names
    monkeypatch.setattr("sys.argv", ["generate"])
    assert generate.main() == 0
    assert generate.stale() == []
    assert not (tmp_path / "man/cctl-gone.1").exists()
    monkeypatch.setattr("sys.argv", ["generate", "--check"])
    assert generate.main() == 0
    (tmp_path / "cctl/verbs.py").write_text("changed")
    assert generate.main() == 1


def test_nothing_of_the_machine_is_in_it() -> None:
    for name, text in generate.made().items():
        for place in (str(generate.ROOT), str(Path.home())):  # as a path: `/w` is no part of `~/work`
            assert not re.search(rf"(?<![\w~]){re.escape(place)}(?!\w)", text), name
