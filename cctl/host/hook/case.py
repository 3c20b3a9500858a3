"""One event with everything that may be known of it: what guards look at and what notes write of.

Whatever is looked up is looked up once, when first asked for, and never again: between two looks the world may change.
"""

from __future__ import annotations

import os
import time

from cctl.core.hook.codec import digest
from cctl.core.hook.remember import Memory, remembered
from cctl.core.hook.setting import tightest
from cctl.host.hook import files
from cctl.host.hook.places import PACKAGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from cctl.core.effect.survey import Survey
    from cctl.core.effect.table import Table
    from cctl.core.hook.event import Event
    from cctl.host.hook.judging import Judgement
    from cctl.host.hook.places import Places
    from cctl.host.hook.settings import Settings
    from cctl.launch import Watch

_SETTINGS = ("settings.json", "settings.local.json", ".credentials.json")
LINKS = 2000  # paths looked up for one call
_DIALOGS = ("", "default", "acceptEdits", "plan")  # modes in which an ask reaches a human


class Case:
    """One event."""

    def __init__(self, event: Event, places: Places, env: Mapping[str, str], watch: Watch | None = None) -> None:
        self.event = event
        self.watch = watch
        self.on_error = watch.on_error if watch is not None else "ask"  # what a guard that fails is taken to say
        self.places = places
        self.env = env
        self.begun_ms = time.time_ns() // 1_000_000
        self.effects: list[tuple[str, str, int, int]] = []  # of the call, once judged
        self.survey: Survey | None = None  # of the call, once judged
        self.patched: list[str] = []  # what a patch that the call applies would write to
        self.asks: list[str] = []  # contents of written files that this call is asked about
        self.judgement: Judgement | None = None  # by the policy and rules, once judged
        self.digest = digest(event.tool, event.input) if event.tool else ""
        self.rewritten = False  # the call that ran was not the one that was judged
        self.before: dict[str, object] | None = None  # the verdict on the same call at an earlier event
        self._settings: Settings | None = None
        self._memory: Memory | None = None
        self._facts: dict[str, object] | None = None
        self._table: Table | None = None
        self._tables = ""  # the text of the tables
        self._links = 0

    @property
    def now(self) -> str:
        """The time of the event, as records write it."""
        seconds, rest = divmod(self.begun_ms, 1000)
        year, month, day, hour, minute, second, *_ = time.gmtime(seconds)
        return f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:{second:02d}.{rest:03d}Z"

    @property
    def spool(self) -> str:
        """The file of the session's events; "" for a session without a name."""
        return f"{self.places.state}/hook/{self.event.session}.jsonl" if self.event.session else ""

    @property
    def notebook(self) -> str:
        """The file of the session's memory; "" for a session without a name."""
        return f"{self.places.state}/guard/{self.event.session}.jsonl" if self.event.session else ""

    @property
    def memory(self) -> Memory:
        """What earlier hooks of the session remember."""
        if self._memory is None:
            try:
                found = files.content(self.notebook) if self.notebook else None
            except OSError:
                found = b'{"mark":"many"}'  # what can't be read may have said anything
            self._memory = remembered((found or b"").split(b"\n"))
        return self._memory

    @property
    def settings(self) -> Settings:
        """The settings that hold: of now and of the session's start, the stricter."""
        if self._settings is None:
            from cctl.host.hook.settings import load  # noqa: PLC0415 -- events that judge nothing need none

            found = load(self.places, self.event.cwd)
            self._settings = found.with_values(tightest(self.memory.pin, found.values))
        return self._settings

    @property
    def project(self) -> str | None:
        """The project of the session: pinned at its start, else the client's word, else the repository around."""
        pinned = self.memory.pin.get("project")
        return pinned if isinstance(pinned, str) and pinned else project(self.event.cwd, self.env, self.places.home)

    @property
    def facts(self) -> dict[str, object]:
        """What the judgement may know of the machine."""
        if self._facts is None:
            found = self.project
            self._facts = {"home": self.places.home, "project": found, "cctl": self.places.own(found)}
            if self.answerable:
                self._facts["attended"] = True
            server = self.event.tool[5:].rpartition("__")[0] if self.event.tool.startswith("mcp__") else ""
            if server:
                from cctl.host.hook.servers import servers  # noqa: PLC0415 -- only MCP calls ask who set them up

                self._facts["mcp"] = servers(server, self.places.home, found, self.event.agent == "codex")
        return self._facts

    @property
    def answerable(self) -> bool:
        """Whether somebody is there to answer an ask: only then may a certified call be asked about as an audit."""
        event = self.event
        return event.attended and event.agent == "claude" and event.mode in _DIALOGS

    @property
    def tables(self) -> str:
        """Which tables judge: what was learnt with others doesn't count."""
        from cctl.core.digest import digest as short  # noqa: PLC0415 -- only who has learnt something asks

        return short(self._tables) if self.table is not None else ""

    @property
    def table(self) -> Table:
        """The shipped tables of the judgement."""
        if self._table is None:
            from cctl.core.effect.table import Table  # noqa: PLC0415 -- events that judge nothing need none

            text = files.content(f"{PACKAGE}/data/judge.tab")
            if text is None:
                raise OSError("the tables are missing")
            self._tables = text.decode()
            self._table = Table(self._tables)
        return self._table

    def resolve(self, path: str) -> str | None:
        """Where a path leads after links; a call that names thousands of paths can't be judged."""
        self._links += 1
        if self._links > LINKS:
            raise ValueError("too many paths to look up")
        real = os.path.realpath(path)
        return self._hard(real) or real

    def _hard(self, real: str) -> str:
        """The guarded file that another name is a hard link to, "" for any other."""
        try:
            told = os.stat(real)  # noqa: PTH116 -- see `files`
        except (OSError, ValueError):
            return ""
        if told.st_nlink < 2 or (told.st_mode & 0o170000) != 0o100000:
            return ""
        home = self.places.home
        near = [f"{folder}/.claude/{name}" for folder in (home, self.project) for name in _SETTINGS]
        near += [f"{home}/.codex/{name}" for name in ("config.toml", "hooks.json", "auth.json")]
        for each in (*self.places.guarded, *near):
            try:
                other = os.stat(each)  # noqa: PTH116 -- see `files`
            except OSError:
                continue
            if (other.st_ino, other.st_dev) == (told.st_ino, told.st_dev):
                return each
        return ""

    def call(self) -> Mapping[str, object]:
        """The call as the judgement reads it."""
        event = self.event
        return {"tool": event.tool, "input": event.input, "cwd": event.cwd or None, "mode": event.mode,
                "agent": event.agent, "session": event.session, "id": event.call}  # fmt: skip


def project(cwd: str, env: Mapping[str, str], home: str) -> str | None:
    """The project that a folder belongs to: never the root, the home, or a folder above it.

    The client's own word counts only when the folder lies in it: the variable may have been set by a repository.
    """
    if not cwd.startswith("/"):
        return None
    cwd = os.path.normpath(cwd)
    told = env.get("CLAUDE_PROJECT_DIR", "")
    for folder in (os.path.normpath(told) if told.startswith("/") else "", _top(cwd), cwd):
        inside = bool(folder) and f"{cwd}/".startswith(f"{folder.rstrip('/')}/")
        if inside and not _wide(os.path.realpath(folder), os.path.realpath(home)):
            return folder
    return None


def _top(folder: str) -> str:
    """The top of the repository around a folder, "" outside of any."""
    for _ in range(64):
        if folder in ("", "/"):
            return ""
        if os.path.lexists(f"{folder}/.git"):
            return folder
        folder = folder.rpartition("/")[0]
    return ""


def _wide(folder: str, home: str) -> bool:
    return folder == "/" or f"{home}/".startswith(f"{folder}/")
