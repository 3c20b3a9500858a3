"""The memory of what was done, for a verb."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.host.activity import ask, store
from cctl.host.world import World
from cctl.kit.options import Shared
from cctl.kit.out import Out
from cctl.kit.remembered import remembered, roots
from cctl.kit.run import Run
from cctl.kit.verb import Meta
from tests.host.activity.store_test import ONE, STORY


def run(home: Path, **env: str) -> Run:
    world = World({"HOME": str(home), "USER": "josephine"} | env, cwd=str(home))
    return Run(Meta("search", "source"), world, Shared(), Out())


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / ".claude/projects/-p"
    folder.mkdir(parents=True)
    (folder / f"{ONE}.jsonl").write_text("".join(STORY))
    return tmp_path


def test_it_is_brought_up_to_date_and_kept_private(home: Path) -> None:
    connection = remembered(run(home))
    assert ask.figures(connection, roots(run(home)))[ONE].calls == 3
    kept = Path(store.path_of(run(home).world))
    assert kept.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", [b"rubbish" * 1000, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_damaged_it_is_said_in_one_line_and_the_transcripts_answer(
    home: Path, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = Path(store.path_of(run(home).world))
    kept.parent.mkdir(parents=True)
    kept.write_bytes(content)
    assert ask.figures(remembered(run(home)), None)[ONE].calls == 3
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "answering from the transcripts" in told
    assert kept.read_bytes() == content, "what may be mended is not thrown away"


def test_it_can_be_switched_off(home: Path) -> None:
    off = run(home, CCTL_LEDGER__USE="false")
    assert ask.figures(remembered(off), None)[ONE].calls == 3
    assert not Path(store.path_of(off.world)).exists()
