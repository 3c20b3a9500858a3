"""`run`'s options made into a plan: what is started, in which mode, under which limits, with which hook."""
# ruff: noqa: PTH100, PTH112 -- pathlib costs 9 ms, a tenth of what a run may add

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cctl.core.run.command import Prepared, headless, prepare
from cctl.core.run.inject import given_settings, runs_hooks, settings, with_settings
from cctl.core.run.limit import WARN, Limits
from cctl.core.when.grammar import seconds
from cctl.core.wiring.entry import quoted
from cctl.host import paths
from cctl.host.process import processes
from cctl.host.run import folder as place
from cctl.host.run import gate
from cctl.host.run.plan import Mode, Plan
from cctl.host.run.stop import GRACE_S
from cctl.host.worktree import Worktrees
from cctl.records import codec
from cctl.records.errors import CannotWrite, NoInput, UsageError
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

_BASE = (
    "HOME LANG LANGUAGE LOGNAME PATH SHELL TERM TMPDIR TZ USER XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME "
    "XDG_RUNTIME_DIR XDG_STATE_HOME CLAUDE_CONFIG_DIR CODEX_HOME "
)
"""Variables that a command is given even when `--env` names the rest: without them it doesn't find its own files."""
_MOST = 1 << 20  # bytes of a settings file


def planned(run: Run, argv: tuple[str, ...], asked: Mapping[str, Any]) -> tuple[Plan, dict[str, Any]]:
    """What is to be run, and the settings of its client; a wish that can't be fulfilled is an error beforehand."""
    limits = limits_of(asked)
    command = prepare(argv, place.random_id(), asked["agent"] or "")
    guess = bool(command.unknown and asked["estimate"])
    if command.unknown and limits._replace(tokens=None if guess else limits.tokens).spending():
        raise UsageError(f"no limit on spend or calls can be held: {command.unknown}")
    cwd = os.path.abspath(asked["cwd"] or run.world.cwd)
    if not os.path.isdir(cwd):
        raise NoInput(f"{cwd}: no such folder")
    run_id = place.new_id(run.world.now_ms())
    folder = f"{runs_of(run).path}/{run_id}"
    facts: Record = {name: asked[name] for name in ("name",) if asked[name]}
    facts |= {"tags": [*asked["tag"]]} if asked["tag"] else {}
    env = environment(run.world.env, asked["env"])
    facts |= {"env": sorted(env)} if asked["env"] else {}
    if command.agent and command.session:
        from cctl.core.agent import agents  # noqa: PLC0415 -- only agents can be gone on with

        facts["resume"] = agents()[command.agent].resume(command.session)
    mode = mode_of(asked, command)
    if asked["record"] and mode != "pty":
        raise UsageError("--record needs a screen: say --pty")
    names = ("screen",) if mode == "pty" else ("stdout", "stderr")
    facts["output"] = {name: f"{folder}/{name}.log" for name in names}
    hook: dict[str, Any] = {}
    shared = bool(command.agent) and not command.unknown and _shares(run)
    asks = False
    if command.agent == "claude" and (limits.spending() or shared):
        command, hook = hooked(command, folder, cwd)
        asks = bool(hook)
    elif command.agent == "codex" and (limits.spending() or shared):
        asks, more = trusting(run, command, env, folder)
        env, facts = env | more.pop("env", {}), facts | more
    plan = Plan(
        run=run_id,
        command=command,
        cwd=cwd,
        env=env,
        limits=limits,
        stdin=-1 if mode == "pty" and _typed(asked, command) else _input(asked["stdin"], dry=asked["dry_run"]),
        warn=shares(asked["warn_at"]),
        grace_s=seconds(asked["grace"]) if asked["grace"] else GRACE_S,
        estimates=asked["enforce_estimates"],
        guess=guess,
        kill_orphans=asked["kill_orphans"],
        git=not asked["no_git"] and bool(Worktrees().top(cwd)),
        nice=asked["nice"] or 0,
        facts=facts,
        mode=mode,
        hook=asks,
        shared=shared,
        wait_s=_wait(asked["wait_api"], command, mode),
        events=_output(asked["events"], "--events", dry=asked["dry_run"]),
        record=_output(asked["record"], "--record", dry=asked["dry_run"] or mode != "pty"),
    )
    return plan, hook


def mode_of(asked: Mapping[str, Any], command: Prepared) -> Mode:
    """The mode that was asked for; else by what is run: agents that print records need no terminal."""
    wanted: Mode | None = asked["mode"]
    if wanted is None:
        return "headless" if asked["detach"] or headless(command.argv, command.agent) else "pty"
    if wanted == "control" and command.agent != "claude":
        raise UsageError("only `claude` can be asked for its permission requests (--control)")
    return wanted


def hooked(command: Prepared, folder: str, cwd: str) -> tuple[Prepared, dict[str, Any]]:
    """The command with settings of ours that have each call asked about; unchanged where no hooks are run."""
    text = given_settings(command.argv)
    given = _settings(text, cwd) if text else {}
    if not runs_hooks(command.argv, given):
        return command, {}
    asks = f"{quoted(gate.interpreter())} -I -S {quoted(gate.__file__)} {quoted(folder)}"
    path = f"{folder}/{place.SETTINGS}"
    return command._replace(argv=with_settings(command.argv, path)), settings(asks, given)


def trusting(run: Run, command: Prepared, env: dict[str, str], folder: str) -> tuple[bool, dict[str, Any]]:
    """Whether Codex asks the hook in its settings before each call, which then asks the run; else why it won't."""
    from cctl.core.agent import agents  # noqa: PLC0415 -- only Codex is looked into
    from cctl.host.hook.guard.refusal import RUN  # noqa: PLC0415 -- as above
    from cctl.host.run.trusted import unasked  # noqa: PLC0415 -- as above

    if why := unasked(agents()["codex"].homes(env, run.world.home)[0], command.argv):
        run.say.warn(f"calls can't be refused beforehand, only ended: {why}")
        return False, {"unasked": why}
    return True, {"env": {RUN: folder}}


def _wait(text: str, command: Prepared, mode: Mode) -> float:
    if text and (command.agent != "claude" or mode != "headless" or not command.session):
        raise UsageError("--wait-api can go on only with `claude -p` whose session is known")
    return seconds(text) if text else 0.0


def _shares(run: Run) -> bool:
    from cctl.kit.sharing import shares as shared  # noqa: PLC0415 -- only agents spend

    return shared(run)


def _settings(text: str, cwd: str) -> dict[str, Any]:
    """The settings that the command line names, as the client reads them."""
    try:
        if text.lstrip().startswith("{"):
            return codec.decode(text.encode())
        with open(os.path.join(cwd, text), "rb") as file:  # noqa: PTH118, PTH123 -- see above
            return codec.decode(file.read(_MOST))
    except (OSError, codec.BadLine) as problem:
        raise NoInput(f"--settings {text[:80]}: {problem}") from None


def limits_of(asked: Mapping[str, Any]) -> Limits:
    """The limits among the options."""
    found: dict[str, Any] = {
        name: asked[f"max_{name}"] for name in ("usd", "tokens", "turns", "responses", "calls", "context", "burn")
    }
    found |= {f"{name}_s": seconds(asked[name]) if asked[name] else None for name in ("timeout", "idle")}
    limits = Limits(**found, rss_bytes=asked["max_rss"])
    for name, value in limits.set().items():
        if value <= 0:
            raise UsageError(f"the limit on {name} is {value:g}: nothing could be run under it")
    return limits


def shares(text: str) -> list[float]:
    """`50,80` as shares."""
    try:
        found = [float(part) / 100 for part in text.split(",")] if text else [WARN]
    except ValueError:
        found = [0.0]
    if not all(0 < each <= 1 for each in found):
        raise UsageError(f"--warn-at: {text!r} is no list of percentages")
    return sorted({*found, 1.0})  # what is estimated ends nothing at its limit, but is told of


def environment(env: Mapping[str, str], names: tuple[str, ...]) -> dict[str, str]:
    """All variables, or with `--env` those named and the few that no program does without."""
    if wrong := [name for name in names if "=" in name or not name]:
        raise UsageError(f"--env takes the name of a variable, not {wrong[0]!r}", hint="set it before `cctl run`")
    if missing := [name for name in names if name not in env]:
        raise UsageError(f"--env: {missing[0]} isn't set")
    if not names:
        return dict(env)
    return {
        name: value
        for name, value in env.items()
        if f" {name} " in f" {_BASE}" or name in names or name.startswith("LC_")
    }


def runs_of(run: Run) -> place.Runs:
    """This user's runs."""
    return place.Runs(paths.state(run.world.env, run.world.home), processes())


def _output(name: str, option: str, *, dry: bool) -> int:
    """A file of this user alone to write to; -1 for none."""
    if name == "-":
        raise UsageError(f"{option} names a file: standard output is the program's, or has the records already")
    if not name or dry:
        return -1
    try:
        return os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC | os.O_APPEND, 0o600)
    except OSError as problem:
        raise CannotWrite(f"{option} {name}: {problem.strerror}") from None


def _typed(asked: Mapping[str, Any], command: Prepared) -> bool:
    """Whether keys may come: now, or from who attaches later. An agent is never told that none will: it would end."""
    wanted = asked["detach"] or asked["mode"] == "pty"  # a terminal was asked for by name
    return not asked["stdin"] and bool(command.agent or wanted or os.isatty(0))


def _input(name: str, *, dry: bool) -> int:
    """The command's standard input: nothing, ours, or a file."""
    if name == "-" and not dry:
        return 0
    try:
        return os.open(name if name and name != "-" else os.devnull, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as problem:
        raise NoInput(f"{name}: {problem.strerror}") from None
