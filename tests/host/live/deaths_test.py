import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from cctl.host.live.deaths import Deaths
from cctl.host.process import Identity
from cctl.host.procfs import Procfs

pytestmark = pytest.mark.skipif(
    not (hasattr(os, "pidfd_open") and Path("/proc/self/stat").exists()), reason="needs Linux's pidfds"
)


def test_the_end_of_a_process_is_told_once() -> None:
    table = Procfs()
    deaths = Deaths(table)
    child = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
    row = table.find(child.pid)
    assert row is not None
    assert deaths.watch(row.identity) and deaths.watch(row.identity)
    assert deaths.ended() == []
    child.send_signal(signal.SIGKILL)
    child.wait(10)
    assert deaths.ended() == [row.identity] and deaths.ended() == []
    assert deaths.watch(row.identity) is False
    deaths.close()
    assert deaths.fileno() == -1


def test_a_process_that_took_the_pid_is_not_waited_for() -> None:
    deaths = Deaths(Procfs())
    assert deaths.watch(Identity(os.getpid(), "1")) is False
    deaths.close()


def test_what_is_not_kept_is_forgotten() -> None:
    table = Procfs()
    deaths, me = Deaths(table), table.find(os.getpid())
    assert me is not None and deaths.watch(me.identity)
    deaths.keep(set())
    assert deaths.watch(me.identity)
    deaths.close()
