"""What the hook writes into the log of decisions, and what it may spend of what was learnt from it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cctl.core.brain.chain import check, last
from cctl.core.brain.label import labels
from cctl.core.brain.memory import Certified, written
from cctl.core.brain.replay import replayed
from cctl.core.brain.sign import project_id
from cctl.host.brain import learning, memory
from cctl.host.brain.log import Log
from cctl.host.hook.judging import Judge
from tests.hooked import SESSION, Machine

ATTENDED = {"ATTENDED": "1"}
DAY_MS = 86_400_000


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def events(machine: Machine) -> list[dict[str, Any]]:
    return list(Log(f"{machine.state}/brain").events())


def call(machine: Machine, command: str, name: str = "PreToolUse", call: str | None = "toolu_1", **more: Any) -> str:
    case = machine.bash(command, env=ATTENDED, hook_event_name=name, tool_use_id=call, **more)
    return str(machine.judged(case).get("decision"))


def test_a_call_its_dialog_and_its_end(machine: Machine) -> None:
    assert call(machine, "git push") == "ask"
    call(machine, "git push", "PermissionRequest", None)
    call(machine, "git push", "PostToolUse", duration_ms=5)
    found = events(machine)
    assert [each["event"] for each in found] == ["decision", "dialog", "outcome"]
    assert [each.get("id") or each["call"] for each in found] == ["toolu_1"] * 3
    decision = found[0]
    assert (decision["exact"], decision["verdict"]["decision"]) == (True, "ask")
    assert "[VCS_REMOTE" in decision["sign"]
    [label] = labels(found, learning.terms())
    assert (label.call, label.allow, label.source) == ("toolu_1", True, "dialog")


def test_what_is_written_can_be_replayed(machine: Machine) -> None:
    (machine.project / "notes").symlink_to(machine.home / "elsewhere")
    for number, command in enumerate(("ls", "cat notes/x", "sudo ls", "rm -rf ~", "npm test && git status")):
        call(machine, command, call=f"toolu_{number}")
    table = machine.bash("ls").table
    for event in events(machine):
        from cctl.core.brain.decide import Decider

        made = replayed(event, lambda event, then: Decider(Judge(table), event["verdict"]["policy"], None, None, "on"))
        assert made.same, (event["input"], made.difference)


def test_where_nobody_sits_before_the_client_no_dialog_is_an_answer(machine: Machine) -> None:
    for name in ("PreToolUse", "PermissionRequest", "PostToolUse"):
        machine.judged(machine.bash("git push", hook_event_name=name))
    assert [each["event"] for each in events(machine)] == ["decision", "outcome"]


def test_a_dialog_that_the_hook_answers_itself_is_none(machine: Machine) -> None:
    call(machine, "rm -rf ~")
    call(machine, "rm -rf ~", "PermissionRequest", None)
    assert [each["event"] for each in events(machine)] == ["decision"]


def test_who_stops_what_was_allowed_takes_it_back(machine: Machine) -> None:
    call(machine, "ls")
    call(machine, "ls", "PostToolUseFailure", is_interrupt=True, error="interrupted")
    assert events(machine)[-1]["event"] == "interrupted"
    call(machine, "git push", call="toolu_2")
    call(machine, "git push", "PermissionRequest", None)
    call(machine, "git push", "PostToolUseFailure", "toolu_2", is_interrupt=True, error="interrupted")
    assert events(machine)[-1]["event"] == "outcome"


def test_what_other_guards_refused_is_written_without_a_judgement(machine: Machine) -> None:
    machine.write(f"deny/{SESSION}.json", {"reason": "stop"})
    assert call(machine, "ls") == "deny"
    [found] = events(machine)
    assert (found["exact"], found["verdict"]["decision"], "input" in found) == (False, "deny", False)


def test_the_last_word_stands_beside_the_judgement(machine: Machine) -> None:
    machine.configure("[brain]\npolicy = 3\n")
    assert call(machine, "ls") == "ask"
    [found] = events(machine)
    assert found["verdict"]["decision"] == "allow"
    assert (found["answer"]["decision"], found["answer"]["by"]) == ("ask", "error")


def test_no_secret_is_written(machine: Machine) -> None:
    secret = "ghp_" + "a1B2" * 9
    call(machine, f"curl -H 'Authorization: Bearer {secret}' https://api.github.com")
    machine.judged(machine.case("Write", {"file_path": "a", "content": secret}, tool_use_id="toolu_2"))
    assert len(events(machine)) == 2
    for path in machine.state.rglob("*"):
        assert not path.is_file() or secret not in path.read_text()


def test_two_that_write_at_once_and_a_line_cut_off_keep_the_chain(machine: Machine) -> None:
    call(machine, "ls")
    path = Path(Log(f"{machine.state}/brain").files()[0])
    with path.open("ab") as file:
        file.write(b'{"v":1,"seq":2,"ts":"20')
    call(machine, "ls", call="toolu_2")
    found = check(Log(f"{machine.state}/brain").lines())
    assert (found.problem, found.lines, found.torn) == ("", 2, 1)


def certify(machine: Machine, audit: int = 0) -> None:
    """A memory that covers what was judged last."""
    folder = f"{machine.state}/brain"
    log = Log(folder)
    path = Path(log.files()[-1])
    end, torn = last(path.read_bytes())
    event = events(machine)[-1]
    now = machine.bash("ls").begun_ms
    tier = Certified("T2", "T2.1", "≤ 5 % (0 of 200)", now - DAY_MS, now + DAY_MS, audit)
    tables = machine.bash("ls").tables
    learnt = [(project_id(event["facts"]["project"]), event["sign"], "T2")]
    memory.secret(folder, make=True)
    text = written(tables, (path.name, path.stat().st_size - torn, end.hash), [tier], learnt)
    Path(folder, memory.FILE).write_text(text)


def test_what_was_learnt_is_spent_in_mode_auto_alone(machine: Machine) -> None:
    call(machine, "git push")
    certify(machine)
    assert call(machine, "git push", call="toolu_2") == "ask"
    machine.configure('[brain]\nmode = "auto"\n')
    assert call(machine, "git push", call="toolu_3", session_id="other") == "allow"
    event = events(machine)[-1]
    assert (event["verdict"]["by"], event["verdict"]["certificate"], event["exact"]) == ("brain", "T2.1", True)
    assert call(machine, "git push --force", call="toolu_4", session_id="other") != "allow"


def test_audits_are_asked_only_where_somebody_answers(machine: Machine) -> None:
    call(machine, "git push")
    certify(machine, audit=1 << 32)
    machine.configure('[brain]\nmode = "auto"\n')

    def asked(env: dict[str, str], **more: Any) -> str:
        case = machine.bash("git push", env=env, session_id="other", tool_use_id="toolu_9", **more)
        return str(machine.judged(case)["decision"])

    assert asked(ATTENDED) == "ask"
    assert asked({}) == "allow"
    assert asked(ATTENDED, permission_mode="dontAsk") == "allow"
    assert asked(ATTENDED, turn_id="t", model="m") == "allow"  # Codex asks nobody


@pytest.mark.parametrize("damage", ["", "rubbish", "cctl-memory 1\ntier\ta\tb\tc\td\te\tf\n"])
def test_a_damaged_memory_costs_no_verdict(machine: Machine, damage: str) -> None:
    machine.configure('[brain]\nmode = "auto"\n')
    call(machine, "ls")
    machine.write("brain/memory", damage)
    assert call(machine, "ls", call="toolu_2") == "allow"
    assert call(machine, "git push", call="toolu_3") == "ask"


def test_a_denial_that_is_not_learnt_yet_takes_it_all_back(machine: Machine) -> None:
    machine.configure('[brain]\nmode = "auto"\n')
    call(machine, "git push")
    certify(machine)
    assert call(machine, "git push", call="toolu_2") == "allow"
    call(machine, "git push", "PostToolUseFailure", "toolu_2", is_interrupt=True)
    assert call(machine, "git push", call="toolu_3") == "ask"
