"""The launcher as a process: whatever the package behind it does, there is one answer, and it opens nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cctl import launch
from tests.hooked import Machine

ROOT = Path(__file__).resolve().parents[1]
PYTHON = [sys.executable, "-I", "-S", "-X", "utf8"]
ASK = {"PreToolUse": "ask"}


def launcher(folder: Path, root: Path = ROOT, **places: object) -> str:
    """A copy of the launcher with its places filled in."""
    path = folder / "hook.py"
    text = (ROOT / "cctl/launch.py").read_text()
    filled = text.replace("PLACES: dict[str, object] = {}", f"PLACES = { ({'root': str(root)} | places)!r}")
    assert filled != text
    path.write_text(filled)
    return str(path)


def sabotage(folder: Path, body: str) -> Path:
    """A package named cctl that does something else."""
    package = folder / "bad/cctl/host/hook"
    package.mkdir(parents=True)
    for part in ("", "host", "host/hook"):
        (folder / "bad/cctl" / part / "__init__.py").write_text("")
    (package / "serve.py").write_text(body)
    return folder / "bad"


def run(path: str, *arguments: str, payload: bytes = b"{}", **more: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*PYTHON, path, *arguments], input=payload, capture_output=True, timeout=60, check=False, **more
    )


def decision(output: bytes) -> str:
    inner = json.loads(output)["hookSpecificOutput"]
    return str(inner.get("permissionDecision") or inner["decision"]["behavior"])


FAULTS = {
    "raises": "def serve(watch, places): raise RuntimeError('x')",
    "exits": "import sys\ndef serve(watch, places): sys.exit(2)",
    "does not parse": "def serve(",
    "lacks what is imported": "x = 1",
    "answers nothing": "def serve(watch, places): pass",
    "raises what nobody catches": "def serve(watch, places): raise BaseException",
    "recurses": "def serve(watch, places): serve(watch, places)",
    "hangs while imported": "import time\ntime.sleep(60)",
    "hangs": "def serve(watch, places):\n  while True: pass",
    "hangs and swallows": (
        "def serve(watch, places):\n  while True:\n    try:\n      while True: pass\n    except BaseException: pass"
    ),
    "prints": "import os\nprint('{}')\ndef serve(watch, places):\n  os.write(1, b'rubbish'); print('x'); 1/0",
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("agent", ["claude", "codex"])
def test_a_package_that_misbehaves_opens_nothing(fault: str, agent: str, tmp_path: Path) -> None:
    path = launcher(tmp_path, sabotage(tmp_path, FAULTS[fault]))
    done = run(path, "--agent", agent, "--event", "PreToolUse", "--deadline", "80")
    assert done.returncode == 0
    assert decision(done.stdout) == ("deny" if agent == "codex" else "ask")


def test_a_package_that_is_gone_opens_nothing(tmp_path: Path) -> None:
    path = launcher(tmp_path, tmp_path / "nowhere")
    assert decision(run(path, "--event", "PreToolUse").stdout) == "ask"
    assert decision(run(path, "--event", "PreToolUse", "--on-error", "deny").stdout) == "deny"
    assert run(path, "--event", "PreToolUse", "--on-error", "abstain").stdout == b""
    assert run(path, "--event", "Stop").stdout == b""
    assert run(path, "--event", "PermissionRequest").stdout == b""
    assert decision(run(path, "--event", "PermissionRequest", "--on-error", "deny").stdout) == "deny"


def test_a_change_of_settings_that_nobody_judged_is_not_taken_over(tmp_path: Path) -> None:
    path = launcher(tmp_path, tmp_path / "nowhere")
    assert json.loads(run(path, "--event", "ConfigChange").stdout)["decision"] == "block"
    assert run(path, "--event", "ConfigChange", "--on-error", "abstain").stdout == b""


def test_a_change_of_settings_has_time_from_the_start(tmp_path: Path) -> None:
    body = "import time\ntime.sleep(.2)\ndef serve(watch, places):\n  watch.say(b'{}')"
    path = launcher(tmp_path, sabotage(tmp_path, body))
    assert run(path, "--event", "ConfigChange", "--deadline", "50").stdout == b"{}"
    assert decision(run(path, "--event", "PreToolUse", "--deadline", "50").stdout) == "ask"


def test_what_init_chose_holds_without_a_flag(tmp_path: Path) -> None:
    path = launcher(tmp_path, tmp_path / "nowhere", on_error="deny")
    assert decision(run(path, "--event", "PreToolUse").stdout) == "deny"


@pytest.mark.parametrize(
    "arguments",
    [["--evnt", "PreToolUse"], ["--agent", "gemini"], ["--on-error", "allow"], ["--deadline", "soon"], ["verify-all"]],
)
def test_a_wrong_flag_asks_and_says_so(arguments: list[str], tmp_path: Path) -> None:
    done = run(launcher(tmp_path), *arguments)
    assert (done.returncode, decision(done.stdout)) == (0, "ask")
    assert done.stderr.startswith(b"cctl hook: ")
    assert done.stderr.count(b"\n") == 1


def test_a_real_call_is_answered_with_the_places_baked_in(tmp_path: Path) -> None:
    machine = Machine(tmp_path)
    path = launcher(tmp_path, home=str(machine.home), state=str(machine.state), config=str(machine.config))
    evil = {
        "HOME": str(tmp_path / "evil"),
        "XDG_STATE_HOME": "/tmp/evil",
        "CCTL_BRAIN__MODE": "off",
        "PYTHONPATH": "/x",
    }
    evil_config = tmp_path / "evil/.config/cctl"
    evil_config.mkdir(parents=True)
    (evil_config / "config.toml").write_text('[brain]\nmode = "off"\n')
    machine.write("deny/s.json", {"reason": "no"})
    start = json.dumps(machine.payload(hook_event_name="SessionStart", source="startup")).encode()
    run(path, "--event", "SessionStart", payload=start, env=evil)
    for session, expected in (("t", "allow"), ("s", "deny")):
        payload = json.dumps(machine.payload("Bash", {"command": "ls"}, session_id=session)).encode()
        done = run(path, "--event", "PreToolUse", "--deadline", "9000", payload=payload, env=evil)
        assert decision(done.stdout) == expected
    assert (machine.state / "hook/t.jsonl").exists()
    assert not (tmp_path / "evil/.local").exists()


def test_nothing_beside_the_package_is_imported(tmp_path: Path) -> None:
    body = "def serve(watch, places):\n  import sys\n  watch.say(repr(sys.path).encode())"
    root = sabotage(tmp_path, body)
    (root / "json.py").write_text("raise SystemExit(2)")
    done = run(launcher(tmp_path, root), cwd=root)
    assert str(root) not in done.stdout.decode()
    assert b"lib" in done.stdout


def test_a_signal_is_an_ask(tmp_path: Path) -> None:
    body = "import os, signal\ndef serve(watch, places):\n  os.kill(os.getpid(), signal.SIG{})\n  while True: pass"
    for name in ("TERM", "INT", "HUP", "ALRM"):
        folder = tmp_path / name
        folder.mkdir()
        path = launcher(folder, sabotage(folder, body.format(name)))
        done = run(path, "--event", "PreToolUse", "--deadline", "300")
        assert (done.returncode, decision(done.stdout)) == (0, "ask"), name


def test_after_the_answer_nothing_more_is_said_and_little_time_passes(tmp_path: Path) -> None:
    body = "def serve(watch, places):\n  watch.say(b'{\"a\":1}')\n  print('more')\n  while True: pass"
    done = run(launcher(tmp_path, sabotage(tmp_path, body)), "--deadline", "9000")
    assert (done.returncode, done.stdout) == (0, b'{"a":1}')


def test_a_part_that_takes_too_long_is_left_and_the_rest_goes_on(tmp_path: Path) -> None:
    body = (
        "def serve(watch, places):\n"
        "  try:\n    watch.within(30)\n    while True: pass\n  except watch.late: pass\n"
        "  watch.within(30); watch.freely()\n"
        "  import time; end = time.monotonic() + .1\n  while time.monotonic() < end: pass\n"
        "  watch.say(b'{}')"
    )
    done = run(launcher(tmp_path, sabotage(tmp_path, body)), "--event", "PreToolUse", "--deadline", "9000")
    assert done.stdout == b"{}"


def test_where_nobody_waits_there_is_more_time(tmp_path: Path) -> None:
    body = (
        "def serve(watch, places):\n  watch.longer(9000)\n"
        "  import time; end = time.monotonic() + .2\n  while time.monotonic() < end: pass\n  watch.say(b'{}')"
    )
    assert run(launcher(tmp_path, sabotage(tmp_path, body)), "--deadline", "50").stdout == b"{}"


def test_out_of_time_it_leaves_a_trace(tmp_path: Path) -> None:
    trace, other = tmp_path / "new/trace", tmp_path / "other"
    lines = ((str(trace), b"late\n"), (str(tmp_path), b"a folder"), (str(other), b"too\n"))
    body = f"def serve(watch, places):\n  watch.trace = {lines!r}\n  while True: pass"
    run(launcher(tmp_path, sabotage(tmp_path, body)), "--event", "PreToolUse", "--deadline", "50")
    assert (trace.read_bytes(), other.read_bytes()) == (b"late\n", b"too\n")


def test_without_a_reader_it_ends_quietly(tmp_path: Path) -> None:
    path = launcher(tmp_path, sabotage(tmp_path, "def serve(watch, places):\n  watch.say(b'x' * 10)"))
    reader, writer = os.pipe()
    process = subprocess.Popen([*PYTHON, path], stdin=subprocess.DEVNULL, stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    os.close(reader)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, b"")


def test_without_an_output_the_status_is_no_permission(tmp_path: Path) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" >&-', "sh", *PYTHON, launcher(tmp_path)], input=b"{}", timeout=60, check=False
    )
    assert done.returncode == 1


def test_input_that_never_ends_is_an_ask(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    process = subprocess.Popen(
        [*PYTHON, launcher(tmp_path), "--event", "PreToolUse", "--deadline", "100"],
        stdin=reader,
        stdout=subprocess.PIPE,
    )
    os.close(reader)
    os.write(writer, b'{"hook_event_name":')
    output, _ = process.communicate(timeout=60)
    os.close(writer)
    assert decision(output) == "ask"


def test_a_blocked_alarm_is_unblocked(tmp_path: Path) -> None:
    path = launcher(tmp_path, sabotage(tmp_path, FAULTS["hangs"]))

    def block() -> None:
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM, signal.SIGTERM})

    done = run(path, "--event", "PreToolUse", "--deadline", "50", preexec_fn=block)
    assert decision(done.stdout) == "ask"


def test_flags_are_understood() -> None:
    told = launch.understood(["--event", "Stop", "--agent=codex", "--on-error", "deny", "--deadline", "200"])
    assert told == {"event": "Stop", "agent": "codex", "on_error": "deny", "deadline": "200"}
    assert "problem" in launch.understood(["--agent"]) or launch.understood(["--agent"]) == {"agent": ""}


@pytest.mark.parametrize(
    ("told", "places", "ms"),
    [({}, {}, 150), ({"deadline": "300"}, {}, 300), ({}, {"deadline_ms": 50}, 50), ({"deadline": "0"}, {}, 10),
     ({"deadline": "99999999"}, {}, 9000), ({}, {"deadline_ms": "x"}, 150)],
)  # fmt: skip
def test_the_deadline_stays_within_reason(told: dict[str, str], places: dict[str, object], ms: int) -> None:
    assert launch.deadline_ms(told, places) == ms


def test_who_gives_the_whole_more_time_gives_more_to_each_part(tmp_path: Path) -> None:
    body = "def serve(watch, places):\n  watch.say(str(watch.within(40)).encode())"
    path = launcher(tmp_path, sabotage(tmp_path, body))
    assert [run(path, "--deadline", ms).stdout for ms in ("100", "150", "300", "1500")] == [b"40", b"40", b"80", b"400"]
