"""Where a plan's memory lies: `plans/<digest>/` in the state folder, by the file that it was read from.

The journal says what happened, the folder of a generation holds what attempts wrote, the lock keeps a second
`tasks run` out. Nothing is put into the folder that the tasks work in.
"""
# ruff: noqa: PTH105, PTH123, PTH208 -- pathlib costs 9 ms at every start

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator

from cctl.core.digest import digest
from cctl.host import paths
from cctl.host.journal import Journal
from cctl.records import codec
from cctl.records.errors import CannotWrite, Locked, NoInput
from cctl.records.schema import Record

JOURNAL, ABOUT, LOCK = "journal.jsonl", "plan.json", "lock"
_MOST = 256 << 20


class Place:
    """One plan's folder."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.id = path.rpartition("/")[2]
        self.journal = Journal(f"{path}/{JOURNAL}")

    def generation(self, number: int) -> str:
        """The folder of what one generation's attempts wrote."""
        folder = f"{self.path}/{number}"
        paths.private_folder(self.path)
        paths.private_folder(folder)
        return folder

    def lock(self) -> int:
        """Hold the plan for this process; the descriptor, which is never given to a child."""
        paths.private_folder(self.path)
        try:
            held = paths.private_file(f"{self.path}/{LOCK}")
        except OSError as problem:
            raise CannotWrite(f"{self.path}/{LOCK}: {problem.strerror}") from None
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            owner = os.pread(held, 20, 0).decode("ascii", "replace").strip() or "another"
            os.close(held)
            raise Locked(f"process {owner} is running this plan", hint="`cctl tasks show` tells of it") from None
        try:
            os.truncate(held, 0)
            os.pwrite(held, str(os.getpid()).encode(), 0)
        except OSError:
            pass  # a full disk: the lock holds, only nobody is named
        return held

    def locked(self) -> int:
        """The process that runs this plan now, 0 when none does."""
        try:
            held = os.open(f"{self.path}/{LOCK}", os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return 0
        try:
            fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return int(os.pread(held, 20, 0).strip() or b"1")
        finally:
            os.close(held)
        return 0

    def keep(self, about: Record) -> None:
        """Write down what plan this is."""
        temporary = f"{self.path}/{ABOUT}.new"
        try:
            descriptor = paths.private_file(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            with os.fdopen(descriptor, "wb") as file:
                file.write(codec.encode(about) + b"\n")
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, f"{self.path}/{ABOUT}")
        except OSError as problem:
            raise CannotWrite(f"{self.path}/{ABOUT}: {problem.strerror}") from None

    def about(self) -> Record:
        """What plan this is; NoInput when that can't be read."""
        try:
            with open(f"{self.path}/{ABOUT}", "rb") as file:
                return codec.decode(file.read(_MOST).strip())
        except (OSError, codec.BadLine) as problem:
            raise NoInput(f"plan {self.id}: nothing is known of it ({problem})") from None


class Plans:
    """All plans of this user."""

    def __init__(self, state: str) -> None:
        self.path = f"{state}/plans"

    def of(self, source: str) -> Place:
        """The place of the plan that comes from a source: the real path of a file, or what stands for its content."""
        return Place(f"{self.path}/{digest(source)}")

    def all(self) -> Iterator[Place]:
        """Every plan that was ever run."""
        try:
            names = sorted(os.listdir(self.path))
        except OSError:
            return
        for name in names:
            if len(name) == 16:
                yield Place(f"{self.path}/{name}")

    def find(self, name: str) -> Place:
        """The plan of a file, or the one whose id begins with a word, or whose name it is."""
        if os.path.exists(name):  # noqa: PTH110 -- see above
            place = self.of(os.path.realpath(name))
            if os.path.exists(place.path):  # noqa: PTH110 -- see above
                return place
            raise NoInput(f"{name}: this plan was never run", hint="`cctl tasks run` does, `tasks plan` shows it")
        fits = [place for place in self.all() if name and (place.id.startswith(name) or self._named(place, name))]
        if len(fits) == 1:
            return fits[0]
        told = f"{len(fits)} plans fit {name!r}" if fits else f"no plan {name!r}"
        raise NoInput(told, hint="`cctl tasks ls` lists them; a file's name does as well")

    def _named(self, place: Place, name: str) -> bool:
        try:
            about = place.about()
        except NoInput:
            return False
        return bool(name == about.get("name"))
