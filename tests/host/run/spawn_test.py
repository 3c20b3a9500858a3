"""Starting a command."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cctl.host.run.spawn import spawn
from tests import needed


def ran(tmp_path: Path, *argv: str, nice: int = 0) -> tuple[int, str]:
    out = os.open(tmp_path / "out", os.O_RDWR | os.O_CREAT | os.O_TRUNC)
    null = os.open(os.devnull, os.O_RDWR)
    try:
        pid = spawn(argv, str(tmp_path), {"PATH": os.environ["PATH"], "A": "b"}, (null, out, out), nice=nice)
        status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    finally:
        os.close(out)
        os.close(null)
    return status, (tmp_path / "out").read_text()


def test_it_runs_where_and_as_it_was_told(tmp_path: Path) -> None:
    needed.program("ps")
    loose = os.open(os.devnull, os.O_RDONLY)
    os.set_inheritable(loose, True)
    script = "echo $A; pwd; nice; ls /proc/self/fd | wc -l; ps -o sid= -p $$ | tr -d ' '; echo $$; exit 3"
    status, said = ran(tmp_path, "sh", "-c", script, nice=3)
    os.close(loose)
    variable, folder, nice, descriptors, session, pid = said.split()
    assert (status, variable, folder, nice) == (3, "b", str(tmp_path), str(os.nice(0) + 3))
    assert int(descriptors) <= 4 and session == pid, "nothing of ours is open in it, and its session is its own"


def test_why_it_can_not_be_started(tmp_path: Path) -> None:
    (tmp_path / "script").write_text("no program")
    (tmp_path / "script").chmod(0o755)
    for name, kind in (("no-such-thing", FileNotFoundError), ("/etc/passwd", PermissionError), ("./script", OSError)):
        with pytest.raises(kind) as told:
            ran(tmp_path, name)
        assert told.value.filename == name
