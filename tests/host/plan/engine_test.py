"""The loop itself: what is on the disk before anything is started, and in which groups."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

from cctl.core.plan.board import Board
from cctl.core.plan.identity import hashes
from cctl.core.plan.schedule import Scheduler
from cctl.core.plan.task import Plan, Task
from cctl.host.plan.engine import Engine, Terms
from cctl.host.plan.minders import Own
from cctl.host.plan.place import Place
from cctl.host.plan.workshop import Shop, Workshop
from cctl.host.process import processes
from cctl.host.run.folder import Runs


def engine(folder: Path, *tasks: Task, slots: int = 4) -> Engine:
    plan = Plan(tasks)
    board, place, table = Board(plan), Place(str(folder / "place")), processes()
    board.apply({"e": "begin", "gen": 1, "fresh": True})
    files = place.generation(1)
    shop = Shop("p", str(folder), ["cctl"], {}, Runs(str(folder), table), lambda _a, _s: False, lambda _p: "")
    terms = Terms(hashes(plan, str(folder), {}), retry_s=0.0)
    scheduler = Scheduler(board, slots=slots, cap_nano=None)
    return Engine(
        board, scheduler, place, Own(files, table, slots), Workshop(shop, files, board), terms, table, lambda: 1000
    )


def command(name: str, *words: str, **more: Any) -> Task:
    return Task(name, name, command=words or ("true",))._replace(**more)


def test_intents_are_on_the_disk_before_anything_is_started(tmp_path: Path) -> None:
    journal = tmp_path / "place/journal.jsonl"
    look = command("b", "grep", "-c", '"t":"b"', str(journal))
    found = engine(tmp_path, command("a"), look)
    groups = [[(event["e"], event["t"]) for event in group] for group in found.run()]
    assert groups[0] == [("intent", "a"), ("intent", "b")]
    assert sorted(event for group in groups[1:] for event in group) == [("ended", "a"), ("ended", "b")]
    assert found.board.counts() == {"completed": 2}
    assert found.cause == ""


def test_what_fails_to_begin_is_an_end(tmp_path: Path) -> None:
    found = engine(tmp_path, command("a", cwd="gone"))
    (first, *_) = found.run()
    assert [(event["e"], event.get("to")) for event in first] == [("intent", None), ("ended", "failed")]
    assert "no such folder" in first[1]["message"]


def test_others_are_heard_while_it_runs(tmp_path: Path) -> None:
    found = engine(tmp_path, command("a", "sleep", "60"), command("b", depends_on=("a",)))
    run = found.run()
    next(run)
    found.place.journal.add([{"e": "human", "t": "a", "do": "cancel"}])
    [*_] = run
    assert {name: (each.state, each.cause) for name, each in found.board.standings.items()} == {
        "a": ("aborted", "cancelled"), "b": ("skipped", "dependency"),
    }  # fmt: skip


def test_signals_are_given_back(tmp_path: Path) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)]
    run = engine(tmp_path, command("a")).run()
    next(run)
    assert signal.getsignal(signal.SIGINT) != before[0]
    [*_] = run
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)] == before
