"""Scenario files for `brain eval`: the shipped one, the user's, the original's."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cctl.core.brain.scenario import Unreadable, built_in, case
from cctl.core.rule.case import Case
from cctl.host.data import shipped
from cctl.records import codec
from cctl.records.errors import NoInput
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

SHIPPED = "scenarios.toml"


class Scenarios:
    """The scenarios of some files; what can't be read becomes an error record."""

    def __init__(self, run: Run, files: Sequence[str]) -> None:
        self._run, self._files = run, files
        self.errors: list[Record] = []

    def cases(self) -> Iterator[Case]:
        """Every scenario that can be read."""
        if not self._files:
            yield from built_in(tomllib.loads(shipped(SHIPPED).decode()), SHIPPED)
        for name in self._files:
            for line, told in _objects(name):
                try:
                    yield case(told if isinstance(told, dict) else {}, name, line)
                except Unreadable as problem:
                    self.errors.append(self._run.error("bad_scenario", str(problem), path=name, line=line))


def scenarios(run: Run, files: Sequence[str]) -> Scenarios:
    """The scenarios of some files; of none, the shipped ones."""
    return Scenarios(run, files)


def _objects(name: str) -> Iterator[tuple[int, Any]]:
    try:
        text = Path(name).read_bytes()
    except OSError as problem:
        raise NoInput(f"{name}: {problem.strerror}") from None
    try:  # one object over many lines, or a list of them
        whole = codec.decode(b'{"all":' + text + b"}")["all"]
        yield from ((1, each) for each in (whole if isinstance(whole, list) else [whole]))
        return
    except codec.BadLine:
        pass
    for number, line in enumerate(text.split(b"\n"), 1):
        if line.strip():
            try:
                yield number, codec.decode(line)
            except codec.BadLine:
                yield number, None
