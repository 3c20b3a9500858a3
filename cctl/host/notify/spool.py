"""What is still to be delivered, on the disk: one file each, there before it is tried and gone when it was taken."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress

from cctl.host import paths
from cctl.records import codec
from cctl.records.errors import CannotWrite
from cctl.records.schema import Record


class Spool:
    """A folder of records."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        paths.private_folder(folder)

    def put(self, key: str, record: Record) -> str:
        """Keep a record until it is taken; its name. A key that is there already is kept once."""
        name = "".join(char for char in key if char.isalnum()) or "x"
        path = f"{self._folder}/{name}.json"
        fresh = f"{path}.tmp"
        try:
            descriptor = paths.private_file(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            try:
                view = memoryview(codec.encode(record))
                while view:
                    view = view[os.write(descriptor, view) :]
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            os.replace(fresh, path)  # noqa: PTH105 -- pathlib costs 9 ms at every start
        except OSError as problem:
            with suppress(OSError):
                os.unlink(fresh)  # noqa: PTH108 -- see above
            raise CannotWrite(f"{path}: {problem.strerror}") from None
        return name

    def take(self, name: str) -> None:
        """It was delivered."""
        with suppress(OSError):
            os.unlink(f"{self._folder}/{name}.json")  # noqa: PTH108 -- see above

    def left(self) -> Iterator[tuple[str, Record]]:
        """What an earlier run could not deliver, oldest first."""
        try:
            with os.scandir(self._folder) as entries:
                found = sorted((each.stat().st_mtime_ns, each.name) for each in entries if each.name.endswith(".json"))
        except OSError:
            return
        for _, name in found:
            try:
                with open(f"{self._folder}/{name}", "rb") as file:  # noqa: PTH123 -- see above
                    yield name.removesuffix(".json"), codec.decode(file.read())
            except (OSError, codec.BadLine):
                continue
