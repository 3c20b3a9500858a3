"""Asking a keeper."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cctl.kit.answering import asked
from cctl.records.errors import NoInput, Unavailable


def test_who_can_not_be_asked_is_told_why(tmp_path: Path) -> None:
    run: Any = SimpleNamespace(world=SimpleNamespace(home=str(tmp_path), env={}))
    with pytest.raises(NoInput):
        asked(run, {"run": "r", "status": "lost"}, {})
    (tmp_path / ".local/state/cctl/runs/r").mkdir(parents=True)
    with pytest.raises(Unavailable):
        asked(run, {"run": "r", "status": "running"}, {"do": "answer"})
