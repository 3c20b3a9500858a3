"""Workers: the same result as alone, also when they die or must be started as programs."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from cctl.core.agent import agents
from cctl.core.agent.spec import Agent, Origin, Scan
from cctl.core.money.price import Table
from cctl.core.spend.ask import Ask
from cctl.core.spend.cell import Response
from cctl.core.spend.fold import Batch
from cctl.core.spend.memory import Memory
from cctl.host import crew
from cctl.host.crew import Work, crew_size, run, units
from cctl.host.scan import Job, Progress
from tests.fake_agent import Fake, Flat, line

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def jobs(tmp_path: Path) -> list[Job]:
    made = []
    for number in range(30):
        path = tmp_path / f"p{number % 3}" / f"s{number}.jsonl"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"".join(line(f"r{number + each}", each + 1, f"s{number}", output=each) for each in range(20)))
        made.append(
            Job(number, 1, "fake", Origin(str(path), f"s{number}", folder=f"p{number % 3}"), size=1000 + number)
        )
    return made


def read(jobs: list[Job], agent: Agent, workers: int) -> tuple[list[Response], dict[int, Progress]]:
    memory, done = Memory(Flat()), {}
    memory.name({job.file: job.origin.path for job in jobs})

    def take(batch: Batch, steps: list[Progress]) -> None:
        memory.take(batch)
        done.update({step.file: step for step in steps})

    run(jobs, Work({"fake": agent}, Flat()), take, workers=workers)
    return list(memory.responses(Ask())), done


def test_many_read_what_one_reads(jobs: list[Job]) -> None:
    alone = read(jobs, Fake(), 1)
    assert len(alone[1]) == 30
    for workers in (2, 3, 8):
        assert read(jobs, Fake(), workers) == alone


class Dying(Fake):
    """Ends its process in the middle of a file, unless that is the parent."""

    def __init__(self) -> None:
        self.parent = os.getpid()

    def scan(self, block: bytes, origin: Origin, base: int, state: bytes, *, audit: bool = False) -> Scan:
        if origin.session == "s7" and os.getpid() != self.parent:
            os._exit(9)
        return super().scan(block, origin, base, state, audit=audit)


def test_what_a_dead_worker_left_is_done_by_its_parent(jobs: list[Job], monkeypatch: pytest.MonkeyPatch) -> None:
    alone = read(jobs, Fake(), 1)
    assert read(jobs, Dying(), 2) == alone
    monkeypatch.setattr(crew, "FULL", 1)  # so that something has been handed on before
    assert read(jobs, Dying(), 2) == alone


def test_an_error_in_the_parent_ends_the_workers(jobs: list[Job], monkeypatch: pytest.MonkeyPatch) -> None:
    fork, born = os.fork, list[int]()

    def forked() -> int:
        child = fork()
        born.append(child)
        return child

    monkeypatch.setattr(os, "fork", forked)

    def take(batch: Batch, steps: list[Progress]) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        run(jobs, Work({"fake": Fake()}, Flat()), take, workers=2)
    assert len(born) == 2
    for child in born:
        with pytest.raises(ChildProcessError):
            os.waitpid(child, os.WNOHANG)


def test_with_threads_about_programs_are_started(tmp_path: Path) -> None:
    agent = {"claude": agents()["claude"]}
    price = Table.load((ROOT / "cctl" / "data" / "prices.json").read_bytes())
    made = []
    for number in range(4):
        path = tmp_path / f"{number}.jsonl"
        path.write_text(
            '{"type":"assistant","sessionId":"s","timestamp":"2026-06-01T00:00:00.000Z","message":'
            f'{{"id":"msg_{number}","model":"claude-sonnet-4-5-20250929","role":"assistant","content":[],'
            '"usage":{"input_tokens":3,"output_tokens":5}}}\n'
        )
        made.append(Job(number, 1, "claude", Origin(str(path)), size=100))
    found: list[list[object]] = []
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        run(made, Work(agent, price), lambda batch, _: found.extend(batch.known), workers=2)
    finally:
        stop.set()
        thread.join()
    assert sorted(str(known[0]) for known in found) == ["msg_0", "msg_1", "msg_2", "msg_3"]


def test_units_keep_sessions_together_and_large_ones_come_first(
    jobs: list[Job], monkeypatch: pytest.MonkeyPatch
) -> None:
    side = [
        job._replace(file=100 + job.file, origin=job.origin._replace(path=job.origin.path[:-6] + "/subagents/x.jsonl"))
        for job in jobs
    ]
    monkeypatch.setattr(crew, "_UNIT_BYTES", 10_000)
    monkeypatch.setattr(crew, "_MOST_UNITS", 1 << 20)
    large = [job._replace(size=10_000_000 + job.file) if job.file in (3, 17) else job for job in jobs]
    made = units([*large, *side])
    assert sorted(job.file for unit in made for job in unit) == sorted(job.file for job in [*jobs, *side])
    assert [unit[0].file for unit in made[:2]] == [17, 3]
    for unit in made:
        files = {job.file for job in unit}
        assert {file % 100 for file in files if file >= 100} == {file for file in files if file < 100}
        assert [job.origin.path for job in unit] == sorted(job.origin.path for job in unit)
    assert max(len(unit) for unit in made) > 4
    assert all(sum(job.size for job in unit) <= 10_000 for unit in made[2:])


def test_however_many_files_the_units_fit_into_a_pipe() -> None:
    many = [
        Job(number, 1, "fake", Origin(f"/h/p/{number}.jsonl", folder="p"), size=1 << 21) for number in range(30_000)
    ]
    assert len(units(many)) * crew._NUMBER < 16_384


def test_little_is_read_alone() -> None:
    assert crew_size(crew.ALONE_BYTES - 1) == 1
    assert 1 <= crew_size(crew.ALONE_BYTES) <= crew.MOST_WORKERS
