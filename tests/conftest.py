"""What holds for every test: the same examples each time, and Ctrl-C as a program finds it.

Random examples find more, and belong into a run that somebody watches (CCTL_RANDOM=1); a check that fails by luck
teaches people to run it again. A shell that starts a job in the background ignores SIGINT for it and all that it
starts, which tests that interrupt their children must not inherit.

What measures comes last and runs alone, however many processes share the rest: each test holds a lock together with the
others, and one that is marked `bench` holds it for itself. Its figures stand at the end, above pytest's own summary.
"""

from __future__ import annotations

import fcntl
import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

settings.register_profile("same", derandomize=True, deadline=None, database=None)
settings.register_profile("random", deadline=None)
settings.load_profile("random" if os.environ.get("CCTL_RANDOM") else "same")

signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that measure come last."""
    items.sort(key=lambda item: item.get_closest_marker("bench") is not None)


@pytest.fixture(autouse=True)
def _turn(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A test that measures waits until all others have paused, and they wait for it."""
    if not hasattr(request.config, "workerinput"):
        yield
        return
    with (tmp_path_factory.getbasetemp().parent / "turn.lock").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX if request.node.get_closest_marker("bench") else fcntl.LOCK_SH)
        yield


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The figures of the tests that measure."""
    for outcome in ("passed", "failed"):
        for report in terminalreporter.getreports(outcome):
            if report.when == "call" and "bench" in report.keywords and report.capstdout:
                terminalreporter.write_sep("-", report.nodeid)
                terminalreporter.write(report.capstdout)
