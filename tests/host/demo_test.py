"""Playing the fleet."""

from __future__ import annotations

import json
import threading
from pathlib import Path

from cctl.core.demo import fleet
from cctl.host.demo import Stage
from cctl.host.process import processes


def test_transcripts_grow_sessions_live_and_all_of_it_ends(tmp_path: Path) -> None:
    story = [moment._replace(at_s=min(moment.at_s, 0.01)) for moment in fleet.story(1_790_000_000_000)]
    with Stage(str(tmp_path), story) as stage:
        before = sum(path.stat().st_size for path in Path(stage.home).rglob("*.jsonl"))
        entries = [json.loads(path.read_text()) for path in Path(stage.home, "sessions").iterdir()]
        assert len(entries) == len(fleet.SESSIONS)
        for entry in entries:
            seen = processes().find(entry["pid"])
            assert seen
            assert seen.start == entry["procStart"]
        stage.begin()
        next(thread for thread in threading.enumerate() if thread is stage._thread).join(5)
        assert sum(path.stat().st_size for path in Path(stage.home).rglob("*.jsonl")) > before
        waiting = [json.loads(path.read_text())["status"] for path in Path(stage.home, "sessions").iterdir()]
        assert waiting.count("waiting") == 2
    assert not any(processes().exists(entry["pid"]) for entry in entries)
