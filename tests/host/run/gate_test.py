"""The hook of one run, as the client starts it."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from pathlib import Path

from cctl.host.run import gate
from cctl.host.run.door import Door


def asking(folder: Path, event: str, body: bytes = b'{"tool_use_id":"t"}') -> subprocess.CompletedProcess[bytes]:
    words = [gate.interpreter(), "-I", "-S", gate.__file__, str(folder), event]
    return subprocess.run(words, input=body, capture_output=True, check=False, timeout=20)


def test_without_a_keeper_everything_is_refused(tmp_path: Path) -> None:
    done = asking(tmp_path, "PreToolUse")
    said = json.loads(done.stdout)
    assert done.returncode == 0 and said["hookSpecificOutput"]["permissionDecision"] == "deny" and not said["continue"]
    assert json.loads(asking(tmp_path, "UserPromptSubmit").stdout)["decision"] == "block"
    assert json.loads(asking(tmp_path / "gone", "PreToolUse").stdout)["continue"] is False
    assert Path(gate.interpreter()).samefile(sys.executable)


def test_the_keeper_s_answer_is_printed_and_silence_is_none(tmp_path: Path) -> None:
    import select

    door = Door(str(tmp_path))
    bodies: list[bytes] = []

    def serve(answers: list[bytes]) -> None:
        while answers:
            for visit in door.visits(select.select(door.descriptors(), [], [], 5)[0]):
                bodies.append(visit.body)
                visit.answer(answers.pop(0))

    thread = threading.Thread(target=serve, args=([b"+", b"+{}", b""],))
    thread.start()
    big = b'{"x":"' + b"y" * 1_000_000 + b'"}'
    assert asking(tmp_path, "PreToolUse", big).stdout == b"" and asking(tmp_path, "PreToolUse").stdout == b"{}"
    assert b"deny" in asking(tmp_path, "PreToolUse").stdout
    thread.join()
    assert bodies[0] == big
