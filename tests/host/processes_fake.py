"""A process table that tests write by hand."""

from __future__ import annotations

from cctl.host.process import Identity, Process


def process(pid: int, parent: int = 1, *, start: str = "100", **more: object) -> Process:
    """A process with what the test cares about."""
    values: dict[str, object] = {
        "group": pid,
        "session": pid,
        "cpu_s": 0.0,
        "rss_bytes": 1000,
        "zombie": False,
        "name": "claude",
    }
    return Process(pid=pid, start=start, parent=parent, **{**values, **more})  # type: ignore[arg-type] # by name


class Table:
    """`Processes` over a dict; what is sent is kept, `dies_of` says which signals end a process."""

    def __init__(
        self, *rows: Process, hidden: tuple[int, ...] = (), dies_of: dict[int, set[int]] | None = None
    ) -> None:
        self.rows = {row.pid: row for row in rows}
        self.hidden = set(hidden)
        self.dies_of = dies_of or {}
        self.sent: list[tuple[int, int]] = []
        self.argv: dict[int, list[str]] = {}
        self.foreign: set[int] = set()

    def find(self, pid: int) -> Process | None:
        return self.rows.get(pid)

    def all(self) -> dict[int, Process]:
        return dict(self.rows)

    def exists(self, pid: int) -> bool:
        return pid in self.rows or pid in self.hidden

    def arguments(self, pid: int) -> list[str]:
        return self.argv.get(pid, [])

    def signal(self, identity: Identity, number: int) -> bool:
        row = self.rows.get(identity.pid)
        if row is None or row.start != identity.start:
            return False
        if identity.pid in self.foreign:
            raise PermissionError
        self.sent.append((identity.pid, number))
        if number in self.dies_of.get(identity.pid, {9}):
            del self.rows[identity.pid]
        return True
