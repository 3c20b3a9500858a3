"""From bytes to bytes: what can't be read asks, in the words of the event it was wired for."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from cctl.host.hook import serve as subject
from cctl.host.hook.serve import MOST, opened, received, serve
from tests.hooked import Machine


class Watched:
    """A watch without a clock that keeps what is said."""

    class late(BaseException):
        """Never raised here."""

    def __init__(self, event: str = "", agent: str = "", on_error: str = "ask") -> None:
        self.event, self.agent, self.on_error = event, agent, on_error
        self.told: dict[str, str] = {}
        self.trace: Any = None
        self.text: bytes | None = None

    def say(self, text: bytes) -> None:
        assert self.text is None
        self.text = text

    def within(self, ms: int) -> int:
        assert ms > 0
        return ms

    def longer(self, ms: int) -> None:
        assert ms >= 1000

    def freely(self) -> None:
        """Nothing was limited."""


def answered(machine: Machine, raw: bytes, monkeypatch: pytest.MonkeyPatch, **how: str) -> Any:
    watch: Any = Watched(**how)
    monkeypatch.setattr(subject, "received", lambda descriptor: raw)
    places: dict[str, object] = {"home": str(machine.home), "state": str(machine.state), "config": str(machine.config)}
    serve(watch, places)
    return json.loads(watch.text) if watch.text else None


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def decision(answer: Any) -> str:
    return str(answer["hookSpecificOutput"]["permissionDecision"])


def test_a_call_is_answered(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = json.dumps(machine.payload("Bash", {"command": "ls"})).encode()
    assert decision(answered(machine, raw, monkeypatch)) == "allow"
    assert machine.spool()[0]["event"] == "PreToolUse"


BAD = [
    b"",
    b" ",
    b"{",
    b"null",
    b"[]",
    b'"x"',
    b"\xff\xfe",
    b"{}",
    b'{"hook_event_name":"PreToolUse"}',
    b'{"hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":"ls"}',
    b'{"hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{"command":"ls"}}trailing',
    b'{"tool_input":' + b"[" * 100_000,
    b'{"tool_input":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_001,
    b'{"hook_event_name":"PreToolUse","tool_name":"Bash","tool_input":{"command":"ls","n":' + b"9" * 5000 + b"}}",
    b'{"hook_event_name":"Stop"}',
]


@pytest.mark.parametrize("raw", BAD, ids=range(len(BAD)))
@pytest.mark.parametrize("agent", ["claude", "codex"])
def test_what_cannot_be_read_asks(machine: Machine, raw: bytes, agent: str, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = answered(machine, raw, monkeypatch, event="PreToolUse", agent=agent)
    assert decision(answer) == ("deny" if agent == "codex" else "ask")
    denied = answered(machine, raw, monkeypatch, event="PreToolUse", agent=agent, on_error="deny")
    assert decision(denied) == "deny"
    assert answered(machine, raw, monkeypatch, event="PreToolUse", agent=agent, on_error="abstain") is None


@pytest.mark.parametrize("raw", BAD[:4], ids=range(4))
def test_the_answer_is_to_the_event_that_was_wired(
    machine: Machine, raw: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert answered(machine, raw, monkeypatch, event="Stop") is None
    assert answered(machine, raw, monkeypatch, event="PermissionRequest") is None
    denied = answered(machine, raw, monkeypatch, event="PermissionRequest", on_error="deny")
    assert denied["hookSpecificOutput"]["decision"]["behavior"] == "deny"
    assert decision(answered(machine, raw, monkeypatch)) == "ask"


def test_a_malformed_event_that_looks_like_codex_is_denied(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert decision(answered(machine, b'{"turn_id":"t"', monkeypatch)) == "deny"


def test_input_of_any_size_is_read_to_its_end() -> None:
    for size in (0, 1, 70_000, MOST, MOST + 1):
        reader, writer = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reader)
            left = size
            while left:
                left -= os.write(writer, b"x" * min(left, 1 << 16))
            os._exit(0)
        os.close(writer)
        raw = received(reader)
        os.close(reader)
        assert os.waitpid(pid, 0)[1] == 0
        assert len(raw) == (size if size <= MOST else 3)
        assert size <= MOST or not raw.strip()


def test_a_large_result_is_no_mistake(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    event = machine.payload("Read", {"file_path": "a"}, hook_event_name="PostToolUse", tool_response="x" * 3_000_000)
    assert answered(machine, json.dumps(event).encode(), monkeypatch) is None
    assert machine.spool()[0]["event"] == "PostToolUse"


def test_what_the_client_says_of_its_human(machine: Machine) -> None:
    raw = json.dumps(machine.payload("Bash", {"command": "ls"})).encode()
    places: dict[str, object] = {"home": str(machine.home)}
    told = [({"CLAUDE_CODE_SESSION_ATTENDED": "1"}, True), ({"CLAUDE_CODE_SESSION_ATTENDED": "0"}, False),
            ({"CLAUDE_CODE_ENTRYPOINT": "cli"}, True), ({"CLAUDE_CODE_ENTRYPOINT": "sdk-cli"}, False), ({}, False),
            ({"CLAUDE_CODE_SESSION_ATTENDED": "0", "CLAUDE_CODE_ENTRYPOINT": "cli"}, False)]  # fmt: skip
    for env, attended in told:
        assert opened(raw, None, places, env).event.attended is attended


def test_should_the_time_run_out_that_is_noted(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []
    monkeypatch.setattr(subject, "decided", lambda case, watch: seen.append(watch.trace))
    answered(machine, json.dumps(machine.payload("Bash", {"command": "ls"})).encode(), monkeypatch)
    (path, line), (aside, event) = seen[0]
    assert path.endswith(".jsonl")
    assert json.loads(line)["verdict"] == {"decision": "ask", "by": "deadline"}
    assert aside.startswith(f"{machine.state}/brain/spool/")
    assert json.loads(event)["verdict"]["by"] == "deadline"
