"""The conversation with a client, by a program that asks as the client does."""

from __future__ import annotations

import json
import os
import select
import sys
from pathlib import Path
from typing import Any

from cctl.core.run.command import prepare
from cctl.host.run.door import Visit
from cctl.host.run.folder import Folder
from cctl.host.run.talk import Talk
from cctl.records.schema import Record
from tests.host.run.keeper_test import plan

CLIENT = """
import json, sys
def say(**fields): print(json.dumps(fields), flush=True)
def hear(): return json.loads(sys.stdin.readline())
assert hear()["request"]["subtype"] == "initialize"
prompt = hear()["message"]["content"]
print("x" * 300000)
said = []
for number, command in enumerate(prompt.split()):
    ask = {"subtype": "can_use_tool", "tool_name": "Bash", "input": {"command": command}, "tool_use_id": "t%d" % number}
    say(type="control_request", request_id="r%d" % number, request=ask)
    answer = hear()
    if answer["type"] == "control_request":
        break
    said.append(answer["response"]["response"]["behavior"])
say(type="result", said=said)
sys.stdin.read()
"""


class Asking:
    """`run answer`, without a socket."""

    def __init__(self, **request: Any) -> None:
        self.request: dict[str, Any] = request
        self.said: dict[str, Any] = {}

    def answer(self, data: bytes) -> None:
        self.said = json.loads(data)


def judge(call: Record) -> dict[str, Any]:
    if call["input"]["command"] == "break":
        raise ValueError("no such table")
    return {"decision": call["input"]["command"], "by": "rule", "reason": "so"}


def talk(tmp_path: Path, prompt: str, told: list[Record], answer_s: float | None = None) -> tuple[Talk, int]:
    made = plan(tmp_path, "claude", "-p", "x")._replace(prompt=prompt, judge=judge, answer_s=answer_s)
    made = made._replace(command=prepare(["claude"], "s"))
    found = Talk(Folder(str(tmp_path)), made, told.append, lambda: "now")
    return found, found.start([sys.executable, "-IS", "-c", CLIENT], str(tmp_path), os.environ, 0)


def through(found: Talk, pid: int, *, until: Any = lambda: False) -> bool:
    """Attend until it has ended or something holds; whether it has ended."""
    for _ in range(500):
        found.attend(select.select(found.descriptors(), [], [], 0.02)[0])
        if until():
            return False
        if os.waitpid(pid, os.WNOHANG)[0]:
            found.close()
            return True
    raise AssertionError("it goes on and on")


def test_what_the_judge_says_is_answered_and_the_end_is_heard(tmp_path: Path) -> None:
    told: list[Record] = []
    found, pid = talk(tmp_path, "allow deny", told)
    assert through(found, pid)
    assert [each["state"] for each in told] == ["allowed", "denied"]
    assert json.loads((tmp_path / "stdout.log").read_bytes().splitlines()[-1])["said"] == ["allow", "deny"]
    assert found.written() > 300_000


def test_an_ask_is_held_until_a_human_answers(tmp_path: Path) -> None:
    told: list[Record] = []
    found, pid = talk(tmp_path, "ask break", told)
    assert not through(found, pid, until=lambda: bool(found.fields()))
    assert found.fields()["state"] == "needs_input" and found.fields()["held"][0]["call"] == "t0"
    wrong, right = Asking(do="answer", call="zz", decision="allow"), Asking(do="answer", decision="allow")
    assert found.asked(as_visit(wrong)) and "none of the calls" in wrong.said["problem"]
    assert found.asked(as_visit(right)) and right.said == {"call": "t0", "tool": "Bash", "state": "allowed"}
    assert not found.asked(as_visit(Asking(do="dance")))
    assert not through(found, pid, until=lambda: bool(found.fields()))
    assert told[-1]["verdict"]["by"] == "error", "a judge that falls over leaves it to a human"
    assert found.interrupt(0) > 0 and told[-1]["state"] == "denied" and not found.fields()
    assert found.interrupt(1) > 0 and found.interrupt(2) == 0
    assert through(found, pid)


def test_what_nobody_answers_is_refused_in_time(tmp_path: Path) -> None:
    told: list[Record] = []
    found, pid = talk(tmp_path, "ask", told, answer_s=0.1)
    assert through(found, pid)
    assert [each["state"] for each in told] == ["needs_input", "denied"] and told[-1]["verdict"]["by"] == "deadline"


def as_visit(asking: Asking) -> Visit:
    return asking  # type: ignore[return-value]  # as much of a visit as is used


def test_a_line_over_the_limit_is_passed_over_and_the_talk_goes_on(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr("cctl.host.run.talk.MOST", 100_000)
    told: list[Record] = []
    found, pid = talk(tmp_path, "allow", told)
    assert through(found, pid) and [each["state"] for each in told] == ["allowed"]
    assert (tmp_path / "stdout.log").stat().st_size > 300_000, "the copy of it is whole"
