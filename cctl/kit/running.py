"""`run` from its options to its exit status: the plan, the keeper beside us, its records passed on as they come."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from cctl.core.run.command import Prepared
from cctl.host.process import processes
from cctl.host.run import folder as place
from cctl.host.run.keeper import Keeper
from cctl.host.run.link import Link
from cctl.host.run.plan import Plan, first
from cctl.kit.following import passed_on, started
from cctl.kit.launching import planned, runs_of
from cctl.records.exits import CODES
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.host.run.follow import Follow
    from cctl.host.run.terminal import Onlooker
    from cctl.kit.run import Run


def running(run: Run, argv: tuple[str, ...], asked: Mapping[str, Any]) -> Iterator[Record]:
    """Start a command under its limits and tell of it until its end."""
    plan, hook = planned(run, argv, asked)
    if plan.mode == "control":
        from cctl.kit.controlling import control  # noqa: PLC0415 -- only who has it judges

        plan = control(run, plan, asked)
    if asked["dry_run"]:
        shown: Record = {"env": sorted(plan.env)} | ({"settings": hook} if hook else {})
        if plan.shared:
            from cctl.kit.sharing import standing  # noqa: PLC0415 -- only who spends shares

            shown["budgets"] = standing(run, plan)
        yield first(plan, run.world.now()) | shown
        return
    folder = runs_of(run).folder(plan.run).make()
    if hook:
        folder.write(place.SETTINGS, hook)
    follow = followed(run, plan)
    screen = Screen(plan, looked_on=not asked["detach"]) if plan.mode == "pty" else None
    woken, waker = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(woken)
        _become_keeper(run, plan, folder, follow, waker, screen)
    os.close(waker)
    if asked["detach"]:
        yield from started(run, folder, woken)
        return
    if screen:
        from cctl.kit.attaching import fronted  # noqa: PLC0415 -- only in this mode

        yield from fronted(run, folder, pid, woken, screen.ours())
    else:
        yield from passed_on(run, folder, pid, woken, tee=asked["tee"])
    if asked["junit"] or asked["github"]:
        from cctl.kit.following import reported  # noqa: PLC0415 -- only CI pays

        reported(run, folder.record(), asked["junit"], github=asked["github"])


def followed(run: Run, plan: Plan) -> Follow | None:
    """What reads the agent's transcript, None for a program that has none."""
    command: Prepared = plan.command
    if command.unknown:
        return None
    from cctl.core.agent import agents  # noqa: PLC0415 -- only agents write transcripts
    from cctl.core.money.fill import filled  # noqa: PLC0415 -- as above
    from cctl.core.state.fold import Fold  # noqa: PLC0415 -- as above
    from cctl.host.run.follow import Follow  # noqa: PLC0415 -- as above
    from cctl.kit.prices import price_table  # noqa: PLC0415 -- as above

    table = price_table(run)
    fold = Fold(lambda model: table.context(model) or 0, table.cost)
    return Follow(
        agents(),
        plan.env,
        run.world.home,
        agent=command.agent,
        session=command.session,
        fold=fold,
        priced=lambda record: filled(record, table) or record,
    )


class Screen:
    """The terminal of a run, made before its keeper so that both sides have it."""

    def __init__(self, plan: Plan, *, looked_on: bool) -> None:
        from cctl.host.run.terminal import COLUMNS, ROWS, opened, size_of  # noqa: PLC0415 -- only in this mode
        from cctl.kit.attaching import attributes  # noqa: PLC0415 -- only in this mode

        self._size = size_of(1) or size_of(0) or (ROWS, COLUMNS)
        self._pair = opened(self._size)
        self._before = attributes(1)  # before either side changes it
        self._leash, self._held = os.pipe()
        self._agent, self._looked_on = bool(plan.command.agent), looked_on

    def ours(self) -> int:
        """In the caller: the side that keys go to."""
        os.close(self._pair[1])
        os.close(self._leash)
        return self._pair[0]

    def theirs(self) -> Onlooker | None:
        """In the keeper: the caller's terminal, while it has descriptors for it."""
        if not self._looked_on:
            return None
        from cctl.host.run.terminal import Onlooker  # noqa: PLC0415 -- only in this mode

        os.close(self._held)
        return Onlooker(os.dup(1), self._leash, self._before)

    def link(
        self, plan: Plan, folder: place.Folder, onlooker: Onlooker | None
    ) -> Callable[[Callable[[Record], None]], Link]:
        """What joins the keeper to it."""
        from cctl.host.run.terminal import Terminal  # noqa: PLC0415 -- only in this mode

        cast = _cast(plan, self._size) if plan.record >= 0 else None
        return lambda _tell: Terminal(folder, self._pair, onlooker, plan.stdin, agent=self._agent, cast=cast)


def _cast(plan: Plan, size: tuple[int, int]) -> Callable[[bytes], None]:
    """What writes the screen down as a cast; a full disk ends the cast and not the run."""
    from cctl.host.recorder import Writer  # noqa: PLC0415 -- only who records pays
    from cctl.records.errors import CannotWrite  # noqa: PLC0415 -- see above

    title = " ".join(plan.command.argv)[:200]
    writer = Writer(plan.record, size[1], size[0], stamp=int(time.time()), title=title)

    def write(data: bytes) -> None:
        try:
            writer.event("o", data)
        except CannotWrite:
            pass  # half a line is left, which players pass over

    return write


def _become_keeper(
    run: Run, plan: Plan, folder: place.Folder, follow: Follow | None, waker: int, screen: Screen | None
) -> NoReturn:
    """In the forked process: leave the caller's terminal and session, keep the run, end without its clean-up."""
    code = CODES["run_failed"]
    try:
        os.setsid()
        onlooker = screen.theirs() if screen else None
        null = os.open(os.devnull, os.O_RDWR)
        log = os.open(folder.file("keeper.log"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        stdin = os.dup(plan.stdin) if plan.stdin >= 0 else -1
        for target, source in ((0, null), (1, null), (2, log)):
            os.dup2(source, target)
        os.set_blocking(waker, False)

        def told() -> None:
            try:
                os.write(waker, b".")
            except OSError:
                pass  # full: it is awake; broken: nobody listens, and the run goes on

        link: Callable[[Callable[[Record], None]], Link] | None = None
        shared = None
        if plan.shared:
            from cctl.kit.sharing import Shared  # noqa: PLC0415 -- only who spends shares

            shared = Shared(run, plan)
        if screen:
            link = screen.link(plan._replace(stdin=stdin), folder, onlooker)
        elif plan.mode == "control":
            from cctl.kit.controlling import talk  # noqa: PLC0415 -- see above

            link = talk(folder, plan)
        code = Keeper(plan._replace(stdin=stdin), folder, processes(), follow, told, link, shared).keep()
    except BaseException:  # the boundary of this process: what went wrong is for `keeper.log`
        import traceback  # noqa: PLC0415 -- only on a defect

        traceback.print_exc()
    finally:
        os._exit(code)
