"""The demonstration: the real commands over an invented fleet, told line by line."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cctl.core.demo import fleet
from cctl.host.demo import Stage
from cctl.host.world import World
from cctl.kit.say import visible
from cctl.records import codec
from cctl.verbs import VERBS

if TYPE_CHECKING:
    from cctl.kit.run import Run

_NAMES = {session.id: session.name for session in fleet.SESSIONS}
_PIPELINE = (["watch", "--heartbeat", "1s"], ["health"], ["rules", "eval"])


def show(run: Run, *, as_records: bool, seconds: float) -> int:
    """Play it; the exit status."""
    with tempfile.TemporaryDirectory(prefix="cctl-demo-") as folder:
        story = fleet.story(World({}).now_ms())  # the machine's clock, which the commands below see too
        with Stage(folder, story) as stage:
            env = _environment(run, folder, stage.home)
            commands = [words for words in _PIPELINE if " ".join(words[:2]) in VERBS or words[0] in VERBS]
            commands[0] = [*commands[0], "--timeout", f"{seconds}s"]
            if as_records:
                return _piped(commands, env, stage, None)
            _print("$ " + " | ".join("cctl " + " ".join(words) for words in commands))
            _piped(commands, env, stage, _print)
            for words in (["stats", "--by", "project,model", "--since", "7d", "--format", "table"],):
                _print("\n$ cctl " + " ".join(words))
                _print(_output(words, env).rstrip())
            _print("\n$ cctl history --since 7d | cctl gate --max-usd 3")
            _gate(env)
    _print("\nThat was invented. Yours: cctl stats --since all --by day --format table")
    return 0


def told(record: dict[str, Any]) -> str:
    """A record of the pipeline as a line for people; "" for those that say nothing new."""
    who = _NAMES.get(str(record.get("session")), "")
    kind = record.get("type")
    if kind == "session" and record.get("change") not in (None, "snapshot", "beat"):
        waits = record.get("waiting_for") or {}
        asks = f" (asks to run: {_command(record)})" if waits and _command(record) else ""
        return f"  state    {who:20} {record.get('state')}{asks}"
    if kind == "finding":
        advice = str(record.get("advice", ""))
        return f"  {record.get('severity'):8} {who:20} {record.get('check')}: {advice.partition(';')[0].rstrip('.')}"
    verdict = record.get("verdict")
    if (
        kind == "call"
        and isinstance(verdict, dict)
        and verdict.get("decision") in ("deny", "ask")
        and not record.get("replayed")
    ):
        given = record.get("input") or {}
        return f"  {verdict['decision']:8} {who:20} {given.get('command', record.get('tool'))}: {verdict.get('reason')}"
    return ""


def _command(record: dict[str, Any]) -> str:
    pending = record.get("pending") or [{}]
    given = pending[-1].get("input") if isinstance(pending[-1], dict) else None
    return str(given.get("command", "")) if isinstance(given, dict) else ""


def _piped(commands: Sequence[Sequence[str]], env: dict[str, str], stage: Stage, tell: Any) -> int:
    """Run a pipeline while the story happens; its last output goes to `tell`, or to standard output as it is."""
    running: list[subprocess.Popen[bytes]] = []
    source: Any = subprocess.DEVNULL
    for place, words in enumerate(commands):
        last = place == len(commands) - 1 and tell is None
        child = subprocess.Popen(_cctl(words), stdin=source, stdout=None if last else subprocess.PIPE, env=env)
        if running and running[-1].stdout:
            running[-1].stdout.close()
        source = child.stdout
        running.append(child)
    stage.begin()
    try:
        if tell is not None and running[-1].stdout:
            for line in _lines(running[-1].stdout):
                tell(line)
    finally:
        for child in running:
            child.wait()
            if child.stdout:
                child.stdout.close()
    return running[-1].returncode


def _lines(stream: Iterable[bytes]) -> Iterator[str]:
    seen: set[str] = set()
    for raw in stream:
        try:
            line = told(codec.decode(raw))
        except codec.BadLine:
            continue
        if line and line not in seen:
            seen.add(line)
            yield line


def _gate(env: dict[str, str]) -> None:
    history = subprocess.run(_cctl(["history", "--since", "7d"]), env=env, capture_output=True, check=False)
    held = subprocess.run(
        _cctl(["gate", "--max-usd", "3"]), env=env, input=history.stdout, capture_output=True, check=False
    )
    _print(held.stderr.decode(errors="replace").rstrip())
    _print(f"exit status {held.returncode}")


def _output(words: Sequence[str], env: dict[str, str]) -> str:
    return subprocess.run(_cctl(words), env=env, capture_output=True, check=False).stdout.decode(errors="replace")


def _cctl(words: Sequence[str]) -> list[str]:
    """This very cctl, in a process of its own."""
    start = "import sys; sys.path[:0] = sys.argv.pop(1).split(chr(10)); from cctl.__main__ import main; main()"
    return [sys.executable, "-I", "-S", "-c", start, "\n".join(path for path in sys.path if path), *words]


def _environment(run: Run, folder: str, home: str) -> dict[str, str]:
    kept = {name: run.world.env[name] for name in ("PATH", "TZ", "LANG", "LC_ALL", "NO_COLOR") if name in run.world.env}
    return kept | {"HOME": folder, "CLAUDE_CONFIG_DIR": home, "CODEX_HOME": os.path.join(folder, "codex")}  # noqa: PTH118 -- a string for an environment


def _print(text: str) -> None:
    sys.stdout.write("".join(visible(line) + "\n" for line in text.split("\n")))
    sys.stdout.flush()
