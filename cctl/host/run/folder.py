"""The folder of a run: `run.json` is what holds now, `events.jsonl` all that was told, beside them its output.

`run.json` is replaced whole, so that a reader sees the run before or after a change and never half of it. A run whose
keeper has died says `running` for ever; whoever reads judges by the keeper's process, start time included.
"""
# ruff: noqa: PTH102, PTH105, PTH123, PTH208 -- pathlib costs 9 ms, a tenth of what a run may add

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from cctl.host import paths
from cctl.host.process import Processes, life
from cctl.records import codec
from cctl.records.errors import CannotWrite, NoInput
from cctl.records.schema import Record

RECORD, EVENTS, OUT, ERR = "run.json", "events.jsonl", "stdout.log", "stderr.log"
SCREEN, SETTINGS = "screen.log", "settings.json"
SCREEN_PAST, SCREEN_END = "screen.past.log", "screen.end.log"  # of a long one, what came later
_MOST = 4 << 20


def new_id(now_ms: int, entropy: bytes | None = None) -> str:
    """A UUID of version 7: in the order of time, and of nobody else."""
    rest = bytearray((now_ms & ((1 << 48) - 1)).to_bytes(6, "big") + (entropy or os.urandom(10)))
    rest[6] = 0x70 | rest[6] & 0x0F
    rest[8] = 0x80 | rest[8] & 0x3F
    text = rest.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def random_id() -> str:
    """A UUID of version 4, as clients want them for sessions."""
    rest = bytearray(os.urandom(16))
    rest[6] = 0x40 | rest[6] & 0x0F
    rest[8] = 0x80 | rest[8] & 0x3F
    text = rest.hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


class Folder:
    """One run's folder."""

    def __init__(self, path: str) -> None:
        self.path = path

    def make(self) -> Folder:
        """Create it; it must not be there."""
        paths.private_folder(self.path.rpartition("/")[0])
        try:
            os.mkdir(self.path, 0o700)
        except OSError as problem:
            raise CannotWrite(f"{self.path}: {problem.strerror}") from None
        return self

    def file(self, name: str) -> str:
        """The path of one of its files."""
        return f"{self.path}/{name}"

    def keep(self, record: Record) -> None:
        """Replace `run.json`."""
        self.write(RECORD, record)

    def write(self, name: str, value: Record) -> None:
        """Replace one of its files, so that a reader sees all of it or the one before."""
        temporary = self.file(f"{name}.new")
        try:
            descriptor = paths.private_file(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            try:
                data = codec.encode(value) + b"\n"
                while data:
                    data = data[os.write(descriptor, data) :]
            finally:
                os.close(descriptor)
            os.replace(temporary, self.file(name))
        except OSError as problem:
            raise CannotWrite(f"{self.path}: {problem.strerror}") from None

    def record(self) -> Record:
        """`run.json` as it is; NoInput when there is none that can be read."""
        try:
            with open(self.file(RECORD), "rb") as file:
                return codec.decode(file.read(_MOST).strip())
        except (OSError, codec.BadLine) as problem:
            raise NoInput(f"run {self.path.rpartition('/')[2]}: its record can't be read ({problem})") from None


class Runs:
    """All runs of this user."""

    def __init__(self, state: str, processes: Processes) -> None:
        self.path = f"{state}/runs"
        self._processes = processes

    def ids(self) -> list[str]:
        """Their ids, the oldest first."""
        try:
            return sorted(name for name in os.listdir(self.path) if len(name) == 36)
        except OSError:
            return []

    def folder(self, run: str) -> Folder:
        """The folder of a run."""
        return Folder(f"{self.path}/{run}")

    def all(self) -> Iterator[Record]:
        """Their records as they hold now; one that can't be read is an error record."""
        for run in self.ids():
            if not os.path.exists(self.folder(run).file(RECORD)):  # noqa: PTH110 -- see above
                continue  # whoever wanted to start it died before there was anything to tell
            try:
                yield self.judged(self.folder(run).record())
            except NoInput as problem:
                yield codec.error("bad_run", str(problem), ts=_now(), path=self.folder(run).file(RECORD))

    def find(self, name: str) -> Record:
        """The one run whose id begins or ends with a word, or whose name it is; of a name, the latest."""
        ids = self.ids()
        fits = [run for run in ids if name and (run.startswith(name) or (len(name) >= 4 and run.endswith(name)))]
        if len(fits) == 1:
            return self.judged(self.folder(fits[0]).record())
        if len(fits) > 1:
            raise NoInput(f"{name!r} fits {len(fits)} runs", hint="say more of it")
        for each in reversed([record for record in self.all() if record.get("name") == name]):
            return each
        raise NoInput(f"no run {name!r}", hint="`cctl run ls` lists them")

    def judged(self, record: Record) -> Record:
        """What a record says, against the processes that there are."""
        if record.get("status") not in ("running", "planned"):
            return record
        keeper = record.get("supervisor")
        pid, start = (keeper.get("pid"), keeper.get("start")) if isinstance(keeper, dict) else (0, "")
        if not isinstance(pid, int) or life(self._processes, pid, str(start or "")) in ("alive", "unknown"):
            return record
        child = life(self._processes, int(record.get("pid") or 0), str(record.get("process_start") or ""))
        more = "its command still runs, without limits" if child == "alive" else "its command is gone"
        return record | {"status": "lost", "cause": "lost", "message": f"its keeper died; {more}"}


def _now() -> str:
    from cctl.core.moment import stamp  # noqa: PLC0415 -- only for a run that is damaged

    return stamp(time.time_ns() // 1_000_000)
