import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cctl.host.process import Identity
from cctl.host.procfs import Procfs, namespace

needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs Linux's /proc")


def stat(root: Path, pid: int, name: bytes, state: bytes = b"S") -> None:
    fields = [state, b"1", b"20", b"30"] + [b"0"] * 7 + [b"250", b"50"] + [b"0"] * 6 + [b"777", b"0", b"3"]
    (root / str(pid)).mkdir(parents=True, exist_ok=True)
    (root / str(pid) / "stat").write_bytes(b"%d (%s) " % (pid, name) + b" ".join(fields) + b" 0 0\n")


def test_a_name_with_parentheses_and_blanks_does_not_shift_the_fields(tmp_path: Path) -> None:
    stat(tmp_path, 12, b"evil) S 1 (2 3")
    found = Procfs(str(tmp_path)).find(12)
    assert found is not None
    assert (found.parent, found.group, found.session, found.start) == (1, 20, 30, "777")
    assert found.name == "evil) S 1 (2 3"
    assert found.cpu_s == pytest.approx(300 / os.sysconf("SC_CLK_TCK"))
    assert found.rss_bytes == 3 * os.sysconf("SC_PAGE_SIZE")


def test_rows_that_vanish_or_are_garbage_are_left_out(tmp_path: Path) -> None:
    stat(tmp_path, 12, b"a", b"Z")
    (tmp_path / "13").mkdir()
    (tmp_path / "14").mkdir()
    (tmp_path / "14" / "stat").write_bytes(b"nonsense")
    (tmp_path / "uptime").write_bytes(b"1 2")
    table = Procfs(str(tmp_path)).all()
    assert list(table) == [12]
    assert table[12].zombie


def test_a_missing_proc_is_an_empty_table(tmp_path: Path) -> None:
    assert Procfs(str(tmp_path / "none")).all() == {}
    assert namespace(str(tmp_path / "none")) == ""


def test_arguments_are_split_at_nul(tmp_path: Path) -> None:
    stat(tmp_path, 12, b"a")
    (tmp_path / "12" / "cmdline").write_bytes(b"claude\0-p\0a b\0")
    assert Procfs(str(tmp_path)).arguments(12) == ["claude", "-p", "a b"]
    assert Procfs(str(tmp_path)).arguments(99) == []


@needs_proc
def test_a_signal_reaches_only_the_process_that_was_meant() -> None:
    table = Procfs()
    child = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
    try:
        row = table.find(child.pid)
        assert row is not None
        assert table.signal(Identity(child.pid, row.start + "9"), signal.SIGKILL) is False
        assert child.poll() is None
        assert table.signal(row.identity, signal.SIGKILL) is True
        assert child.wait(10) == -signal.SIGKILL
        assert table.signal(row.identity, signal.SIGKILL) is False
    finally:
        child.kill()
        child.wait()


@needs_proc
def test_without_pidfds_the_start_time_still_guards(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(pid: int, flags: int = 0) -> int:
        raise OSError(errno.ENOSYS, "no")

    monkeypatch.setattr(os, "pidfd_open", refused, raising=False)
    table = Procfs()
    me = table.find(os.getpid())
    assert me is not None
    assert table.signal(me.identity, 0 + signal.SIGCONT) is True
    assert table.signal(Identity(me.pid, "0"), signal.SIGKILL) is False


@needs_proc
def test_open_files_are_named(tmp_path: Path) -> None:
    with (tmp_path / "held").open("w"):
        assert str(tmp_path / "held") in Procfs().files(os.getpid())
    assert Procfs().files(2**22 + 5) == []


@needs_proc
def test_the_namespace_has_a_name() -> None:
    assert namespace().startswith("pid:[")
