"""The control protocol of Claude Code."""

from __future__ import annotations

import json

import pytest

from cctl.core.run import control
from cctl.core.run.control import FLAGS, Heard, Request, controlled, heard


@pytest.mark.parametrize(
    ("words", "kept", "prompt"),
    [
        ("-p go", "", "go"),
        ("--settings f -p go --allowedTools A B", "--settings f --allowedTools A B", "go"),
        ("--verbose --print --output-format json go", "", "go"),
        ("--output-format=json --resume ID --model m go", "--resume ID --model m", "go"),
        ("-p -- --odd prompt", "", "--odd prompt"),
        ("-p --allowedTools A", "--allowedTools A", ""),
        ("--resume -p go", "--resume", "go"),
    ],
)
def test_the_command_line_speaks_the_protocol(words: str, kept: str, prompt: str) -> None:
    assert controlled(["claude", *words.split()]) == (["claude", *FLAGS, *kept.split()], prompt)


def test_what_a_line_says() -> None:
    asked = {"subtype": "can_use_tool", "tool_name": "Bash", "input": {"command": "ls"}, "tool_use_id": "t", "x": 1}
    line = json.dumps({"type": "control_request", "request_id": "r", "request": asked}).encode()
    assert heard(line) == Heard(Request("r", "t", "Bash", {"command": "ls"}, ""))
    assert heard(b'{"type":"result","subtype":"success"}').ended
    assert heard(b'{"type":"system","subtype":"background_tasks_changed","tasks":[{}]}').tasks == 1
    assert heard(b'{"type":"system","subtype":"init"}').working and heard(b'{"type":"assistant"}').working
    for other in (b"", b"no json", b"[]", b'{"type":"control_request"}', b'{"type":"system","tasks":3}', b'{"type":7}'):
        assert heard(other) == Heard()


def test_what_is_said() -> None:
    request = Request("r", "t", "Bash", {"command": "ls"}, "")
    said = json.loads(control.allow(request))["response"]
    assert said["request_id"] == "r"
    assert said["response"] == {"behavior": "allow", "updatedInput": {"command": "ls"}}
    said = json.loads(control.deny(request, "no", ends=True))["response"]["response"]
    assert said == {"behavior": "deny", "message": "no", "interrupt": True}
    assert json.loads(control.user("hi"))["message"] == {"role": "user", "content": "hi"}
    assert json.loads(control.initialize())["request"]["subtype"] == "initialize"
    assert json.loads(control.interrupt())["request"]["subtype"] == "interrupt"
