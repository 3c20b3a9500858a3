"""`run` from its options to its exit status: the plan, the keeper beside us, its records passed on as they come."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from cctl.core.agent import agents
from cctl.core.money.fill import filled
from cctl.core.run.command import Prepared
from cctl.core.state.fold import Fold
from cctl.host.process import processes
from cctl.host.run import folder as place
from cctl.host.run.follow import Follow
from cctl.host.run.keeper import Keeper
from cctl.host.run.plan import Plan, first
from cctl.kit.following import passed_on, started
from cctl.kit.launching import planned, runs_of
from cctl.kit.prices import price_table
from cctl.records.exits import CODES
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


def running(run: Run, argv: tuple[str, ...], asked: Mapping[str, Any]) -> Iterator[Record]:
    """Start a command under its limits and tell of it until its end."""
    plan, hook = planned(run, argv, asked)
    if plan.mode == "control":
        from cctl.kit.controlling import control  # noqa: PLC0415 -- only who has it judges

        plan = control(run, plan, asked)
    if asked["dry_run"]:
        yield first(plan, run.world.now()) | ({"settings": hook} if hook else {})
        return
    folder = runs_of(run).folder(plan.run).make()
    if hook:
        folder.write(place.SETTINGS, hook)
    follow = followed(run, plan)
    woken, waker = os.pipe()
    pid = os.fork()
    if pid == 0:
        _become_keeper(run, plan, folder, follow, waker)
    os.close(waker)
    if asked["detach"]:
        yield from started(run, folder, woken)
        return
    yield from passed_on(run, folder, pid, woken, tee=asked["tee"])


def followed(run: Run, plan: Plan) -> Follow | None:
    """What reads the agent's transcript, None for a program that has none."""
    command: Prepared = plan.command
    if command.unknown:
        return None
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


def _become_keeper(run: Run, plan: Plan, folder: place.Folder, follow: Follow | None, waker: int) -> NoReturn:
    """In the forked process: leave the caller's terminal and session, keep the run, end without its clean-up."""
    code = CODES["run_failed"]
    try:
        os.setsid()
        null = os.open(os.devnull, os.O_RDWR)
        log = os.open(folder.file("keeper.log"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        stdin = os.dup(plan.stdin)
        for target, source in ((0, null), (1, null), (2, log)):
            os.dup2(source, target)
        os.set_blocking(waker, False)

        def told() -> None:
            try:
                os.write(waker, b".")
            except OSError:
                pass  # full: it is awake; broken: nobody listens, and the run goes on

        link = shared = None
        if plan.shared:
            from cctl.kit.sharing import Shared  # noqa: PLC0415 -- only who spends shares

            shared = Shared(run, plan)
        if plan.mode == "control":
            from cctl.kit.controlling import talk  # noqa: PLC0415 -- see above

            link = talk(folder, plan)
        code = Keeper(plan._replace(stdin=stdin), folder, processes(), follow, told, link, shared).keep()
    except BaseException:  # the boundary of this process: what went wrong is for `keeper.log`
        import traceback  # noqa: PLC0415 -- only on a defect

        traceback.print_exc()
    finally:
        os._exit(code)
