"""`cctl conflicts`."""

from __future__ import annotations

from pathlib import Path

from tests.contract import harness


def edit(session: str, path: str, at: str) -> bytes:
    return harness.line(
        "call", session=session, agent="claude", id=f"{session}{at}", tool="Edit", input={"file_path": path}, ts=at
    )


AT = ("2026-11-20T11:00:00.000Z", "2026-11-20T11:05:00.000Z")
END = harness.line("end", of="watch")


def test_the_second_writer_is_told_of_and_the_stream_stays(tmp_path: Path) -> None:
    given = edit("one", "/p/a", AT[0]) + edit("two", "/p/a", AT[1]) + END
    done = harness.run("conflicts", tmp_path, stdin=given)
    lines = done.stdout.splitlines(keepends=True)
    assert done.returncode == 0 and b"".join(line for line in lines if b'"finding"' not in line) == given
    assert len(lines) == 4 and lines[-1] == END


def test_the_exit_status_is_asked_for(tmp_path: Path) -> None:
    given = edit("one", "/p/a", AT[0]) + edit("two", "/p/a", AT[1])
    assert harness.run("conflicts", tmp_path, "--exit-code", stdin=given).returncode == 15
    assert harness.run("conflicts", tmp_path, "--exit-code", "--held", "1m", stdin=given).returncode == 0


def test_links_are_looked_up_unless_told_not_to(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    given = edit("one", f"{tmp_path}/a", AT[0]) + edit("two", f"{tmp_path}/b", AT[1]) + END
    assert b'"conflict"' in harness.run("conflicts", tmp_path, "--alone", stdin=given).stdout
    assert b'"conflict"' not in harness.run("conflicts", tmp_path, "--alone", "--no-look", stdin=given).stdout
