"""`cctl search`."""

from __future__ import annotations

from pathlib import Path

from tests.contract import harness
from tests.host.activity.store_test import ONE, STORY


def test_a_place_is_found_with_the_command_that_goes_on_there(tmp_path: Path) -> None:
    folder = tmp_path / ".claude/projects/-p"
    folder.mkdir(parents=True)
    (folder / f"{ONE}.jsonl").write_text("".join(STORY))
    hit, end = harness.records(harness.run("search", tmp_path, "make", "it", "wor").stdout)
    assert (hit["type"], hit["session"], hit["kind"], hit["project"]) == ("hit", ONE, "turn", "/p")
    assert hit["resume"] == ["claude", "--resume", ONE]
    assert hit["snippet"].startswith("make it work")
    assert end["records"] == 1
    assert [r["type"] for r in harness.records(harness.run("search", tmp_path, "zebra").stdout)] == ["end"]


def test_nothing_to_look_for_is_a_wrong_question(tmp_path: Path) -> None:
    for words in ('""', "***", ""):
        done = harness.run("search", tmp_path, words)
        assert (done.returncode, done.stdout) == (2, b"") and b"no word" in done.stderr
