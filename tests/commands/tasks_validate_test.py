"""`cctl tasks validate`."""

from __future__ import annotations

from pathlib import Path

from tests.planned import command, plan, tasks


def test_every_mistake_is_a_record(tmp_path: Path) -> None:
    good = plan(tmp_path, command("a", "true"))
    assert (tasks(tmp_path, "validate", str(good)).code, tasks(tmp_path, "validate", "gone").code) == (0, 66)
    bad = plan(tmp_path, command("a", "true", colour=1), command("a", "true"), {"name": "b"})
    done = tasks(tmp_path, "validate", str(bad))
    assert (done.code, len(done.of("error")), done.records[-1]["exit"]) == (65, 3, 65)
    assert {each["code"] for each in done.of("error")} == {"bad_plan"}
