"""The hook, cold: `python -m tests.bench.hook_bench` prints its time, and that of nah 0.11.0 where CCTL_NAH names it.

As installed by `cctl init`, with 50 rules, 10,000 answers in the log, what was learnt of them spent in mode `auto`, and
every verdict logged. Nothing is warm but the disk's cache: each call is a process of its own, as the client starts it.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from cctl.host.brain.log import Log
from tests.bench.measure import CCTL, UNIT, Case, Hold, measure, report
from tests.wired import Home

ANSWERS = 10_000
RULES = 50
SESSION = "3883baa9-1765-42d1-8040-885b05ca7f2a"
DAY_S = 86_400
MOST_P95 = 4.5
CALLS = {
    "allowed": ("git status && npm test | tail -5", "allow"),
    "learnt": ("git push origin topic", "allow"),
    "denied": ("rm -rf ~/ && ls", "deny"),
}


def rules() -> str:
    """Fifty rules of a user, of all kinds."""
    text = []
    for number in range(RULES):
        action = ("deny", "ask", "allow")[number % 3]
        text.append(f'[[rules]]\nname = "rule {number}"\nmatch_command = ["tool{number} run"]\naction = "{action}"\n')
    return "\n".join(text)


def answers(home: Home) -> None:
    """Ten thousand calls that a human was asked about and let run, over the last 25 days and a hundred sessions."""
    log = Log(str(home.path / ".local/state/cctl/brain"))
    [made] = [event for event in log.events() if event["event"] == "decision"]
    base = {name: value for name, value in made.items() if name not in ("v", "seq", "ts", "prev")}
    for path in log.files():
        Path(path).unlink()
    start = time.time() - 25 * DAY_S
    told: list[tuple[dict[str, object], str]] = []
    for number in range(ANSWERS):
        at = start + number * 25 * DAY_S / ANSWERS
        call, session = f"toolu_{number}", f"s{number // 100}"
        sign = base["sign"] if number % 3 else f"Bash tool{number % 40} [EXEC_UNKNOWN_PROGRAM]"
        told.append((base | {"id": call, "session": session, "sign": sign, "digest": ""}, _ts(at)))
        told.append(({"event": "dialog", "call": call, "session": session}, _ts(at + 1)))
        told.append(({"event": "outcome", "call": call, "session": session, "failed": False}, _ts(at + 9)))
    for month in sorted({ts[:7] for _, ts in told}):
        log._write([each for each in told if each[1][:7] == month])  # each with a time of its own


def _ts(at: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime(at))


def home(folder: Path) -> Home:
    """A home with all of it."""
    made = Home(folder)
    config = made.path / ".config/cctl"
    config.mkdir(parents=True)
    (config / "rules.toml").write_text(rules())
    (config / "config.toml").write_text('[brain]\nmode = "auto"\n')
    (made.project / "package.json").write_text('{"scripts": {"test": "true"}}')
    (made.project / ".git/HEAD").write_text("ref: refs/heads/main\n")
    made.records("init", "--agent", "claude")
    subprocess.run(shlex.split(made.command()), input=json.dumps(payload(made, "learnt")).encode(), check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    answers(made)
    made.records("brain", "learn")
    return made


def payload(home: Home, name: str) -> dict[str, Any]:
    """What Claude Code 2.1.328 sends before a call."""
    return {
        "session_id": SESSION,
        "transcript_path": f"{home.path}/.claude/projects/-project/{SESSION}.jsonl",
        "cwd": str(home.project),
        "prompt_id": "b2a58609-754d-47ab-88af-0e84a44ea262",
        "permission_mode": "default",
        "effort": {"level": "medium"},
        "hook_event_name": "PreToolUse",
        "tool_name": "Bash",
        "tool_input": {"command": CALLS[name][0], "description": "Do what was asked for"},
        "tool_use_id": "toolu_01CCTL00000000000000000",
    }


def cold(rounds: int = 60) -> tuple[str, list[str]]:
    """One call, in a process of its own. The slow ones are judged by the quietest of three series."""
    with tempfile.TemporaryDirectory() as base:
        made = home(Path(base))
        files = {name: Path(base) / f"{name}.json" for name in CALLS}
        for name, path in files.items():
            path.write_text(json.dumps(payload(made, name)))
        env = {"HOME": str(made.path)}
        wired = shlex.split(made.command())
        cases = [Case("unit", UNIT)]
        for name, path in files.items():
            cases.append(Case(name, wired, env, None, _answers(CALLS[name][1]), str(path)))
        cases.append(Case("by hand", [CCTL, "hook"], env, None, _answers("allow"), str(files["allowed"])))
        cases += _peer(Path(base), str(files["allowed"]))
        series = [measure(cases, rounds // 3) for _ in range(3)]
        figures = {name: min((each[name] for each in series), key=lambda found: found.least) for name in series[0]}
        logged = sum(1 for _ in Log(str(made.path / ".local/state/cctl/brain")).lines())
    holds = [Hold(f"cctl hook, cold, {name} / python", name, "unit", 3.0) for name in CALLS]
    holds.append(Hold("bin/cctl hook, cold / python (for the record)", "by hand", "unit", 1e9))
    if "nah" in figures:
        holds += [Hold(f"cctl hook, cold, {name} / nah 0.11.0", name, "nah", 0.5) for name in CALLS]
        holds.append(Hold("nah 0.11.0 / python (for the record)", "nah", "unit", 1e9))
    text, missed = report(figures, holds)
    lines = [text]
    for name in CALLS:
        ratio = min(each[name].p95 / each["unit"].median for each in series)
        lines.append(f"cctl hook, cold, {name}: p95 / median of python {ratio:21.2f}x           hold {MOST_P95}x")
        if ratio > MOST_P95:
            missed.append(lines[-1])
    wanted = ANSWERS * 3 + (rounds + 3) * (len(CALLS) + 1)
    if logged < wanted:
        missed.append(f"{logged} lines in the log, expected {wanted}")
    return "\n".join(lines), missed


def _answers(wanted: str) -> Callable[[IO[bytes]], str]:
    def check(out: IO[bytes]) -> str:
        said = out.read()
        decision = json.loads(said)["hookSpecificOutput"]["permissionDecision"] if said else "nothing"
        return "" if decision == wanted else f"answers {decision}"

    return check


def _peer(folder: Path, given: str) -> list[Case]:
    """nah 0.11.0 as it installs itself, where a scratch environment has it (CCTL_NAH: its command)."""
    binary = os.environ.get("CCTL_NAH", "")
    if not binary:
        return []
    env = {"HOME": str(folder / "nah"), "PATH": f"{Path(binary).parent}:{os.environ['PATH']}"}
    (folder / "nah").mkdir()
    subprocess.run([binary, "install", "claude"], env=env, check=True, stdout=subprocess.DEVNULL)
    return [Case("nah", [binary, "_claude-hook"], env, None, None, given)]


def main() -> int:
    """Print the table; 1 when something doesn't hold."""
    text, missed = cold()
    sys.stdout.write(text + "\n")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
