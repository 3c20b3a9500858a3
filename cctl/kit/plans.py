"""Plans for those who look: what is wrong with one, what a run would do, how far it is, what its tasks wrote."""
# ruff: noqa: PTH110, PTH123 -- pathlib costs 9 ms at every start

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from cctl.core.plan import draw, record
from cctl.core.plan.board import BUSY, Board
from cctl.core.plan.graph import order
from cctl.core.plan.identity import hashes
from cctl.core.plan.read import read
from cctl.core.plan.task import Plan
from cctl.host.plan.place import Place
from cctl.kit.planfile import sound, sourced
from cctl.kit.planning import folder_of, loaded, plans_of, versions
from cctl.records.errors import CannotWrite, NoInput, UsageError
from cctl.records.exits import CODES
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

LOOK_S = 0.3


def validated(run: Run, file: str) -> Iterator[Record]:
    """The mistakes of a plan, or the plan."""
    source = sourced(run, file)
    for problem in source.problems:
        yield run.error("bad_plan", str(problem), path=source.path)
    if source.problems:
        run.status = CODES["bad_data"]
        return
    place = plans_of(run).of(source.key)
    about = {"path": source.path, "name": source.plan.name}
    yield record.plan(Board(source.plan), place.id, run.world.now(), about, "planned")


def planned(run: Run, file: str, cwd: str) -> Iterator[Record]:
    """Each task in the order of its turn, with what `tasks run --resume` would do with it."""
    source = sourced(run, file)
    plan = sound(source, file)
    place = plans_of(run).of(source.key)
    board = loaded(place, plan)
    folder = folder_of(run, place, cwd, resumed=board.generation > 0)
    known = hashes(plan, folder, versions(plan, run.world.env))
    ts = run.world.now()
    for name in order({task.name: task.depends_on for task in plan.tasks}):
        standing = board.standings[name]
        same = not standing.hash or standing.hash == known[name]
        todo = "run"
        if standing.state == "completed" and same:
            todo = "reuse"
        elif standing.state in BUSY or (standing.state in ("retrying", "aborted") and standing.session):
            todo = "resume"
        elif standing.state == "needs_human" and same:
            todo = "wait"
        yield record.task(board, place.id, name, ts) | {"hash": known[name], "todo": todo}


def graph(run: Run, file: str, output: str) -> int:
    """The graph as text on standard output, or as a picture in a file."""
    source = sourced(run, file)
    plan = sound(source, file)
    board = loaded(plans_of(run).of(source.key), plan)
    states = {name: each.state for name, each in board.standings.items()}
    if output == "-":
        sys.stdout.write(draw.text(plan, states))
        return 0
    if not output.endswith(".svg"):
        raise UsageError(f"-o {output}: only .svg can be written")
    try:
        with open(output, "w", encoding="utf-8", errors="xmlcharrefreplace") as file_:
            file_.write(draw.svg(plan, states))
    except OSError as problem:
        raise CannotWrite(f"{output}: {problem.strerror}") from None
    return 0


def kept(place: Place) -> tuple[Plan, Board, Record]:
    """A plan that was run, as it was run last."""
    about = place.about()
    given = about.get("plan")
    plan, _ = read(given if isinstance(given, dict) else {})
    return plan, loaded(place, plan), about


def status(place: Place, board: Board) -> str:
    """Whether it is being run."""
    if place.locked():
        return "running"
    return "planned" if not board.generation else "ended" if board.ended is not None else "interrupted"


def listed(run: Run) -> Iterator[Record]:
    """Every plan that was run."""
    for place in plans_of(run).all():
        try:
            _, board, about = kept(place)
        except NoInput as problem:
            yield run.error("bad_plan", str(problem), path=place.path)
            continue
        yield _whole(run, place, board, about)


def shown(run: Run, name: str, tasks: tuple[str, ...]) -> Iterator[Record]:
    """A plan, its tasks and their attempts; every plan when none is named."""
    if not name:
        for place in plans_of(run).all():
            yield from shown(run, place.id, ())
        return
    place = plans_of(run).find(name)
    plan, board, about = kept(place)
    known(plan, tasks)
    yield _whole(run, place, board, about)
    ts, folder = run.world.now(), f"{place.path}/{board.generation}"
    for task in plan.tasks:
        if not tasks or task.name in tasks:
            yield record.task(board, place.id, task.name, ts)
    for event in _events(place, board.generation):
        if event.get("e") == "ended" and event.get("t") in board.tasks and (not tasks or event["t"] in tasks):
            yield record.attempt(board, place.id, event, folder)


def logged(run: Run, name: str, task: str, *, attempt: int, err: bool, follow: bool) -> int:
    """Write what an attempt wrote."""
    place = plans_of(run).find(name)
    plan, board, _ = kept(place)
    known(plan, (task,))
    number = attempt or board.standings[task].attempts
    path = f"{place.path}/{board.generation}/{board.tasks[task].slug}@{number}.{'err' if err else 'out'}"
    if not os.path.exists(path):
        raise NoInput(f"{task!r} has no attempt {number}" if number else f"{task!r} was not begun yet")
    sys.stdout.flush()
    with open(path, "rb", buffering=0) as file:
        while True:
            while data := file.read(1 << 16):
                _put(data)
            for event in place.journal.news():
                board.apply(event)
            standing = board.standings[task]
            if not follow or standing.attempts != number or standing.state not in BUSY or not place.locked():
                return 0
            time.sleep(LOOK_S)


def known(plan: Plan, names: tuple[str, ...]) -> None:
    """Hold names of tasks against the plan."""
    have = plan.by_name()
    if unknown := [name for name in names if name not in have]:
        raise NoInput(f"no task {unknown[0]!r} in this plan", hint="`cctl tasks show` lists them")


def _whole(run: Run, place: Place, board: Board, about: Record) -> Record:
    found = record.plan(board, place.id, run.world.now(), about, status(place, board))
    if pid := place.locked():
        found["pid"] = pid
    return found | {"logs": f"{place.path}/{board.generation}"}


def _events(place: Place, generation: int) -> Iterator[dict[str, Any]]:
    inside = False
    for event in Place(place.path).journal.news():
        if event.get("e") == "begin":
            inside = event.get("gen") == generation
        if inside:
            yield event


def _put(data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(1, view) :]
