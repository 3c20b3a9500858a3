"""`cctl brain learn`."""

from __future__ import annotations

from pathlib import Path

from tests import brain_home
from tests.contract import harness


def test_what_was_learned_is_said_and_kept(tmp_path: Path) -> None:
    brain_home.busy(tmp_path, 12)
    memory = tmp_path / ".local/state/cctl/brain/memory"
    dry = harness.records(harness.run("brain learn", tmp_path, "--dry-run").stdout)
    assert dry[0]["dry_run"] and not memory.exists()
    done, *certificates = harness.records(harness.run("brain learn", tmp_path).stdout)
    assert done["reason"] == "12 answers, 0 of them no, 0 too quick to count; 2 signatures"
    assert "acme status0 [EXEC_UNKNOWN_PROGRAM]" in memory.read_text() and len(certificates) == 2


def test_a_log_that_was_tampered_with_teaches_nothing(tmp_path: Path) -> None:
    brain_home.busy(tmp_path, 4)
    path = Path(brain_home.log(tmp_path).files()[0])
    path.write_bytes(path.read_bytes().replace(b'"id":"c0"', b'"id":"cX"'))
    done = harness.run("brain learn", tmp_path)
    assert done.returncode == 65 and b"does not follow the line before" in done.stderr
