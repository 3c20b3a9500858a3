"""How a run's command is joined to the world: its standard input, output and errors, by the mode of the run."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from cctl.host.run import folder as place
from cctl.host.run.door import Visit
from cctl.host.run.spawn import spawn
from cctl.records.schema import Record


class Link(Protocol):
    """What the keeper needs of a mode."""

    def start(self, argv: Sequence[str], cwd: str, env: Mapping[str, str], nice: int) -> int:
        """Start the command; its pid."""
        ...

    def descriptors(self) -> list[int]:
        """What to wait for."""
        ...

    def attend(self, ready: Iterable[int]) -> None:
        """Do what has come due."""
        ...

    def written(self) -> int:
        """How much the command has written so far, in bytes."""
        ...

    def asked(self, visit: Visit) -> bool:
        """A question at the door that only this mode can answer; False when it can't."""
        ...

    def interrupt(self, stage: int) -> float:
        """Have the agent stop in its own way, step by step; how long to wait then, 0 when there is no such step."""
        ...

    def fields(self) -> Record:
        """What this mode adds to the record while it runs."""
        ...

    def close(self) -> None:
        """The command has ended: take in what is left."""
        ...


class Files:
    """Headless: output goes to files and never through a pipe, so it can't block on a reader that is slow or gone."""

    def __init__(self, folder: place.Folder, stdin: int) -> None:
        self._paths, self._stdin = [folder.file(name) for name in (place.OUT, place.ERR)], stdin

    def start(self, argv: Sequence[str], cwd: str, env: Mapping[str, str], nice: int) -> int:
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC
        out, err = (os.open(path, flags, 0o600) for path in self._paths)
        try:
            return spawn(argv, cwd, env, (self._stdin, out, err), nice=nice)
        finally:
            os.close(out)
            os.close(err)

    def descriptors(self) -> list[int]:
        return []

    def attend(self, ready: Iterable[int]) -> None:
        """Files need none."""

    def written(self) -> int:
        return sum(os.stat(path).st_size for path in self._paths)  # noqa: PTH116 -- pathlib costs 9 ms

    def asked(self, visit: Visit) -> bool:
        return False

    def interrupt(self, stage: int) -> float:
        return 0.0

    def fields(self) -> Record:
        return {}

    def close(self) -> None:
        """Nothing is under way."""
