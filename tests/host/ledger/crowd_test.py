"""Real processes about one ledger: killed at any moment, eight at once, without room, without permission."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cctl.core.spend.ask import Ask
from cctl.host.ledger import ledger
from cctl.host.ledger.ledger import Ledger
from cctl.host.ledger.verify import verify
from tests.fake_agent import row
from tests.host.ledger.lab import Lab, assert_alike, everything

ROOT = Path(__file__).resolve().parents[3]
MUCH = 1 << 40


def filled(lab: Lab, sessions: int, responses: int, *, start: int = 0) -> None:
    """Sessions of which some begin with copies of the one before."""
    for session in range(start, start + sessions):
        first = session * responses - (responses // 3 if session % 3 == 1 else 0)
        lab.write(
            f"s{session}",
            *[
                row(f"r{number}", 1_000_000 + number * 997, f"s{session}", input=number % 7, output=number % 11)
                for number in range(first, (session + 1) * responses)
            ],
        )


def indexing(lab: Lab, *, alone: int = MUCH, full: int = 8192, before: Callable[[], None] | None = None) -> Any:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.host.ledger.indexing", str(lab.home.parent), str(alone), str(full)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=before,  # noqa: PLW1509 -- nothing here has threads
    )


def told(process: Any) -> dict[str, Any]:
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err.decode()
    assert b"Traceback" not in err
    answer: dict[str, Any] = json.loads(out)
    return answer


def known(lab: Lab) -> list[Any]:
    (cell,) = lab.direct().spend.cells(Ask(edges=()))
    return list(cell)


@pytest.mark.parametrize("alone", [MUCH, 0], ids=["alone", "by workers"])
def test_eight_at_once_agree(tmp_path: Path, alone: int) -> None:
    lab = Lab(tmp_path)
    filled(lab, 12, 120)
    running = [indexing(lab, alone=alone, full=100) for _ in range(8)]
    answers = [told(each) for each in running]
    assert [answer["cell"] for answer in answers] == [known(lab)] * 8
    assert verify(Ledger(lab.path), lab.price).faults == ()


def forgotten(lab: Lab) -> None:
    """Take the ledger away."""
    for ending in ("", "-wal", "-shm"):
        Path(lab.path + ending).unlink(missing_ok=True)


@pytest.mark.parametrize("kills", [12, pytest.param(200, marks=pytest.mark.slow)])
def test_killed_at_any_moment_nothing_is_lost_or_counted_twice(tmp_path: Path, kills: int) -> None:
    lab, chance = Lab(tmp_path), random.Random(7)
    filled(lab, 20, 300)
    begun = time.monotonic()
    told(indexing(lab, full=50))
    whole = time.monotonic() - begun
    forgotten(lab)
    killed = 0
    for attempt in range(6 * kills):
        process = indexing(lab, alone=chance.choice([MUCH, 0]), full=chance.choice([50, 400]))
        begun = time.monotonic()
        try:
            process.wait(chance.uniform(0.3, 1) * whole)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            killed += 1
        else:
            whole = time.monotonic() - begun  # the machine is quicker than it was, or there was nothing left to read
            forgotten(lab)
        process.communicate()
        if killed == kills:
            break
        if attempt % 6 == 2:
            filled(lab, 1, 300, start=30 + attempt)
        if attempt % 8 == 7:
            forgotten(lab)
    assert killed == kills
    spend = ledger.answer(lab.homes(), lab.reading(), path=lab.path).spend
    assert_alike(spend, lab.direct().spend)
    done = verify(Ledger(lab.path), lab.price)
    assert done.faults == ()
    assert done.changed == done.vanished == 0


def test_appending_while_many_read(tmp_path: Path) -> None:
    lab = Lab(tmp_path)
    filled(lab, 5, 60)
    running = []
    for step in range(6):
        running.append(indexing(lab, alone=0 if step % 2 else MUCH, full=20))
        filled(lab, 2, 60, start=5 + 2 * step)
        lab.write(f"s{step}", row(f"torn{step}", 5), end=b"")
    for each in running:
        told(each)
    assert everything(lab.ask().spend) == everything(lab.direct().spend)
    assert verify(Ledger(lab.path), lab.price).faults == ()


def test_without_room_the_transcripts_answer(tmp_path: Path) -> None:
    lab = Lab(tmp_path)
    filled(lab, 6, 100)

    def cramped() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))

    answer = told(indexing(lab, before=cramped))
    assert answer["missing"]
    assert answer["cell"] == known(lab)
    after = told(indexing(lab))
    assert (after["cell"], after["missing"]) == (known(lab), "")
    filled(lab, 6, 100, start=6)
    assert told(indexing(lab, before=cramped))["cell"] == known(lab)
    assert told(indexing(lab))["cell"] == known(lab)
    assert verify(Ledger(lab.path), lab.price).faults == ()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_without_permission_the_transcripts_answer(tmp_path: Path) -> None:
    lab = Lab(tmp_path)
    filled(lab, 2, 10)
    told(indexing(lab))
    filled(lab, 2, 10, start=2)
    state = Path(lab.path).parent
    for path in state.iterdir():
        path.chmod(0o400)
    state.chmod(0o500)
    answer = told(indexing(lab))
    state.chmod(0o700)
    assert (answer["cell"], answer["missing"]) == (known(lab), "not writable")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount")
def test_a_disk_that_can_only_be_read_and_one_that_is_full(tmp_path: Path) -> None:
    lab = Lab(tmp_path)
    filled(lab, 2, 10)
    state = Path(lab.path).parent
    state.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", str(state)], check=False).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        assert told(indexing(lab)) == {"cell": known(lab), "missing": ""}
        filled(lab, 20, 200, start=2)
        answer = told(indexing(lab))
        assert (answer["cell"], bool(answer["missing"])) == (known(lab), True)
        subprocess.run(["mount", "-o", "remount,ro", str(state)], check=True)
        answer = told(indexing(lab))
        assert (answer["cell"], bool(answer["missing"])) == (known(lab), True)
    finally:
        subprocess.run(["umount", "-l", str(state)], check=True)


def test_a_holder_that_sleeps_is_not_waited_for(tmp_path: Path) -> None:
    lab = Lab(tmp_path)
    filled(lab, 3, 20)
    told(indexing(lab))
    filled(lab, 3, 20, start=3)
    holder = Ledger(lab.path)
    holder.connection.execute("BEGIN IMMEDIATE")
    answer = told(indexing(lab))
    assert (answer["cell"], answer["missing"]) == (known(lab), "locked by another process")
    holder.close()
