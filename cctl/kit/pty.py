"""`record --pty`: a program in a terminal of its own, written as a cast; its exit status is ours."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from cctl.host import recorder, target
from cctl.host.target import ending
from cctl.records.errors import UsageError
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run


def recorded(run: Run, argv: Sequence[str], outputs: Sequence[str], *, force: bool, inputs: bool) -> Iterator[Record]:
    """Record one program."""
    if not argv:
        raise UsageError("say what to record: record --pty -o FILE.cast -- CMD…")
    if len(outputs) != 1 or ending(outputs[0]) != ".cast":
        raise UsageError("--pty writes one .cast; `cctl record FILE.cast -o FILE.gif` makes others of it, redacted")
    path = outputs[0]
    target.check(path, force=force)
    if force and os.path.lexists(path):
        os.unlink(path)  # noqa: PTH108 -- pathlib costs 9 ms at every start
    stamp = run.world.now_ms() // 1000
    status = recorder.record(argv, path, stamp=stamp, inputs=inputs, env=run.world.env)
    run.status = status if status >= 0 else 128 - status
    run.quiet_output = True  # standard output was the program's
    if not run.shared.quiet:
        run.say.warn(f"{path}: recorded as it was, for you alone; `cctl record {path} -o …` takes secrets out")
    return iter(())
