"""What `init` does, target by target: settings of the agents, the launcher, the plugin folder, the record of it all."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cctl.core.agent import agents
from cctl.core.redact import Redactor
from cctl.core.wiring.entry import entries
from cctl.host import paths, walk
from cctl.host.hook import case
from cctl.host.process import processes
from cctl.host.registry import folders, read
from cctl.host.target import written
from cctl.host.wiring import install, launcher, plugin
from cctl.host.wiring.install import Change, Target
from cctl.host.wiring.record import Record as Installed
from cctl.records.errors import BadConfig, CctlError
from cctl.records.exits import CODES, worst

if TYPE_CHECKING:
    from cctl.kit.run import Run
    from cctl.records.schema import Record

FILES = {"claude": {"user": "settings.json", "project": ".claude/settings.local.json"},
         "codex": {"user": "hooks.json", "project": ".codex/hooks.json"}}  # fmt: skip
LIKELY = ("/.claude/", "/.codex/")  # what the judgement protects by name


class Wiring:
    """One run of `init`."""

    def __init__(self, run: Run) -> None:
        self.run = run
        world = run.world
        self.state = paths.state(world.env, world.home)
        self.config = paths.config(world.env, world.home)
        self.installed = Installed(self.state)
        self.launcher = launcher.path(self.state)
        self.python = launcher.interpreter()

    def targets(self, chosen: tuple[str, ...], scope: str) -> list[Target]:
        """The settings files that are meant: of the agents named, else of those that are there (Claude Code always)."""
        world = self.run.world
        found = []
        for name, agent in agents().items():
            home = agent.homes(world.env, world.home)[0]
            if name in FILES and (name in chosen or (not chosen and (name == "claude" or Path(home).is_dir()))):
                folder = home if scope == "user" else case.project(world.cwd, {}, world.home) or world.cwd
                found.append(Target(name, scope, f"{folder}/{FILES[name][scope]}"))
        return found

    def recorded(self, chosen: tuple[str, ...], scope: str) -> list[Target]:
        """The settings files that `init` wired, as far as they are meant."""
        listed = [Target(each.agent, each.scope, each.path) for each in self.installed.files.values()]
        return [each for each in listed if each.agent in (chosen or FILES) and scope in ("", each.scope)]

    def entries(self, agent: str) -> dict[str, dict[str, Any]]:
        """What should stand in an agent's settings."""
        return entries(agent, self.python, self.launcher)

    def places(self, targets: list[Target]) -> dict[str, object]:
        """What the launcher must know."""
        guarded = [path for path in {*self.installed.files, *(each.path for each in targets)} if not _named(path)]
        told = self.run.setting("hook.on_error"), self.run.setting("hook.deadline_ms")
        return launcher.places(self.run.world.home, self.state, self.config, *told, guarded)

    # -- in

    def wire(self, targets: list[Target], *, really: bool) -> Iterator[Record]:
        """Put the hook into settings; the launcher first: settings that call nothing leave the gate open."""
        text = launcher.text(self.places(targets))
        yield self._launcher(text, really=really)
        for target in targets:
            yield from self._each(target, self.entries(target.agent), really=really)

    def _launcher(self, text: str, *, really: bool) -> Record:
        same = _read(self.launcher) == text
        if really and not same:
            paths.private_folder(str(Path(self.launcher).parent))
            written(self.launcher, [text.encode()], force=True, mode=0o600)
        return self._done("wire", "notneeded" if same else "ok", self.launcher, really or same)

    def _each(self, target: Target, wanted: dict[str, dict[str, Any]], *, really: bool) -> Iterator[Record]:
        try:
            change = install.change_in(target, wanted, self.installed, self.launcher)
            if change.before == change.after:
                yield self._done("wire", "notneeded", target.path, True, agent=target.agent)
                return
            yield self._carried_out("wire", target, change, really=really)
        except CctlError as problem:
            yield self._failed("wire", target, problem)

    # -- out

    def unwire(self, targets: list[Target], *, really: bool) -> Iterator[Record]:
        """Take the hook out again; what nobody needs any more goes, too."""
        for target in targets:
            try:
                change = install.change_out(target, self.installed, self.launcher)
                if change.before == change.after and target.path not in self.installed.files:
                    yield self._done("unwire", "notneeded", target.path, True, agent=target.agent)
                else:
                    yield self._carried_out("unwire", target, change, really=really)
            except CctlError as problem:
                yield self._failed("unwire", target, problem)
        if really and self.installed.empty and Path(self.launcher).exists():
            yield self._launcher_away()

    def _launcher_away(self) -> Record:
        """The launcher goes last, and not under sessions that began with it: without it their calls are all blocked."""
        alive = living(self.run)
        if alive:
            told = f"{alive} sessions that call it are alive; say `cctl init --remove` again when they have ended"
            return self._done("unwire", "impossible", self.launcher, True, reason=told)
        for name in ("hook.py", "proof.json", "lock"):
            Path(self.launcher).with_name(name).unlink(missing_ok=True)
        return self._done("unwire", "ok", self.launcher, True)

    # -- plugin

    def plugin(self, folder: Path, *, really: bool, remove: bool) -> Iterator[Record]:
        """Write the plugin folder, or take it away."""
        action = "unwire" if remove else "wire"
        known = self.installed.plugins.get(str(folder), {})
        if remove:
            kept = plugin.remove(folder, known) if really else []
            if really and known:
                del self.installed.plugins[str(folder)]
                self.save()
            reason = "changed since, so it stays: " + ", ".join(kept) if kept else ""
            yield self._done(action, "ok" if known else "notneeded", str(folder), really or not known, reason=reason)
            yield from self.unwire([], really=really)
            return
        yield self._launcher(launcher.text(self.places([])), really=really)
        files = plugin.content(self.entries("claude"))
        stale = plugin.stale(folder, files)
        if really and stale:
            foreign = [name for name in stale if name not in known and (folder / name).exists()]
            if foreign:
                raise BadConfig(f"{folder}: holds {foreign[0]} already, which cctl did not write")
            self.installed.plugins[str(folder)] = plugin.write(folder, files)
            self.save()
        yield self._done(action, "ok" if stale else "notneeded", str(folder), really or not stale)

    # -- what all share

    def save(self) -> None:
        """Write down what was done; where nothing is wired there is nothing to write."""
        self.installed.python = self.python
        if self.installed.empty:
            Path(self.launcher).with_name("installed.json").unlink(missing_ok=True)
        else:
            self.installed.save()

    @contextmanager
    def alone(self, *, really: bool) -> Iterator[None]:
        """No second `init` at the same time; who only looks needs no lock."""
        if not really:
            yield
            return
        paths.private_folder(str(Path(self.launcher).parent))
        descriptor = paths.private_file(f"{Path(self.launcher).parent}/lock")
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            self.installed = Installed(self.state)
            yield
        finally:
            os.close(descriptor)

    def _carried_out(self, action: str, target: Target, change: Change, *, really: bool) -> Record:
        if not really:
            return self._done(action, "ok", target.path, False, agent=target.agent, diff=_diff(target, change))
        if change.wired is None:  # a session that notices the change must find it written down already
            known = self.installed.files.pop(target.path, None)
            self.save()
            try:
                install.put_back(target, change, known)
            except CctlError:
                if known is not None:
                    self.installed.files[target.path] = known
                    self.save()
                raise
        else:
            install.put_in(target, change, self.installed)
            self.save()
        return self._done(action, "ok", target.path, True, agent=target.agent)

    def _done(self, action: str, status: str, target: str, really: bool, **more: str) -> Record:
        record: Record = {"type": "done", "v": 1, "ts": self.run.world.now(), "action": action, "status": status}
        record |= {"target": target} | {name: value for name, value in more.items() if value}
        return record if really else record | {"dry_run": True}

    def _failed(self, action: str, target: Target, problem: CctlError) -> Record:
        self.run.status = worst(self.run.status, problem.exit if problem.exit in (73, 75, 78) else CODES["partial"])
        return self._done(action, "error", target.path, True, agent=target.agent, reason=str(problem))


def living(run: Run) -> int:
    """How many sessions are alive that may call the hook."""
    table = processes()
    homes = [home.path for home in walk.homes(agents().values(), run.world.env, run.world.home)]
    entries = [entry for folder in folders(homes) for entry in read(folder, table).entries.values()]
    return sum(entry.life == "alive" for entry in entries)


def _diff(target: Target, change: Change) -> str:
    """The change as a diff, without the secrets that settings may hold beside it."""
    import difflib  # noqa: PLC0415 -- only a change pays

    before, after = ((side or "").splitlines(keepends=True) for side in (change.before, change.after))
    lines = difflib.unified_diff(before, after, target.path, target.path, n=1)
    return Redactor().text("".join(line if line.endswith("\n") else line + "\n" for line in lines))


def _named(path: str) -> bool:
    return any(part in path for part in LIKELY)


def _read(path: str) -> str | None:
    try:
        return Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
