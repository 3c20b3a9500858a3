"""What is known at the end."""

from __future__ import annotations

import resource
from pathlib import Path
from types import SimpleNamespace

from cctl.core.run.limit import Limits, Used
from cctl.host.run import evidence
from cctl.host.run.folder import Folder
from tests.host.run.keeper_test import plan


def test_how_a_child_ended() -> None:
    use = resource.getrusage(resource.RUSAGE_SELF)
    assert evidence.of_child(None) == {}
    found = evidence.of_child((3 << 8, use))
    assert found["exit_code"] == 3 and found["cpu_s"] > 0
    assert evidence.of_child((9, use))["signal"] == 9


def test_what_a_family_took() -> None:
    left = [SimpleNamespace(pid=7, start="1", name="sleep")]
    family = SimpleNamespace(peak_bytes=5, peak_processes=2, left=lambda end: [] if end else left)
    found = evidence.of_family(family)  # type: ignore[arg-type]  # as much as is used
    assert found.pop("orphans") == [{"pid": 7, "start": "1", "name": "sleep"}]
    assert found == evidence.of_family(family, kill=True) == {"peak_rss_bytes": 5, "peak_processes": 2}  # type: ignore[arg-type]  # as above
    alone = SimpleNamespace(peak_bytes=0, peak_processes=1, left=lambda end: [])
    assert evidence.of_family(alone) == {}  # type: ignore[arg-type]  # as above


def test_a_program_tells_only_of_its_limits() -> None:
    assert evidence.of_usage(Limits(timeout_s=9.0), None, Used(), {"timeout_s": 1.0, "idle_s": 0.5}) == {
        "used": {"timeout_s": 1.0}
    }


def test_a_repository_is_looked_at_only_when_asked(tmp_path: Path) -> None:
    made, folder = plan(tmp_path, "make"), Folder(str(tmp_path))
    assert evidence.repository(made, folder) is None
    assert evidence.repository(made._replace(git=True), folder) is not None
