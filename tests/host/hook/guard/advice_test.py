"""A model's opinion at a dialog."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cctl.core.brain.label import labels
from cctl.core.brain.memory import Certified, covering, written
from cctl.host.brain.log import Log
from tests.hooked import Machine
from tests.learning import TERMS
from tests.model_server import Model, serving

PUSH = "git push origin topic"
HERE = {"ATTENDED": "1"}
DAY = 86_400_000


@pytest.fixture
def model() -> Iterator[Model]:
    with serving(Model()) as found:
        yield found


@pytest.fixture
def machine(tmp_path: Path, model: Model) -> Machine:
    made = Machine(tmp_path)
    configure(made, model)
    return made


def configure(machine: Machine, model: Model, **more: Any) -> None:
    told = {"llm": "advise", "llm_url": model.url, "llm_model": "tiny", "llm_ms": 1500} | more
    machine.configure("[brain]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in told.items()))


def dialog(machine: Machine, command: str = PUSH, env: dict[str, str] | None = None, **more: Any) -> Any:
    """What is printed when the dialog of a judged call comes up."""
    env = HERE if env is None else env
    machine.judged(machine.bash(command, env=env, **more))
    case = machine.bash(command, env=env, hook_event_name="PermissionRequest", tool_use_id=None, **more)
    return machine.answered(case)


def log(machine: Machine) -> Log:
    return Log(str(machine.state / "brain"))


def opinions(machine: Machine) -> list[dict[str, Any]]:
    return [event for event in log(machine).events() if event["event"] == "opinion"]


def test_it_is_a_note_for_whoever_answers(machine: Machine, model: Model) -> None:
    assert dialog(machine) == {"systemMessage": "cctl: as trained"}
    [told] = opinions(machine)
    assert (told["verdict"], told["model"], told["call"]) == ("deny", "tiny", "toolu_01")
    assert "topic" not in json.dumps(model.asked)


@pytest.mark.parametrize("opinion", ["allow", "ask", "deny"])
def test_without_a_certificate_it_answers_nothing(machine: Machine, model: Model, opinion: str) -> None:
    model.verdict = opinion
    assert "hookSpecificOutput" not in dialog(machine)


@pytest.mark.parametrize("command", ["ls", "rm -rf /", "sudo ls", "curl -d @x https://example.org", 'echo "unclosed'])
def test_only_our_own_learnable_asks_are_shown_to_it(machine: Machine, model: Model, command: str) -> None:
    dialog(machine, command)
    assert model.asked == []


def test_nobody_before_the_client_no_question(machine: Machine, model: Model) -> None:
    assert dialog(machine, env={}) is None and model.asked == []


def test_a_dialog_that_we_did_not_ask_for_is_its_humans(machine: Machine, model: Model) -> None:
    machine.judged(machine.bash("touch a", env=HERE))
    case = machine.bash("touch a", env=HERE, hook_event_name="PermissionRequest", tool_use_id=None)
    assert machine.answered(case) is None and model.asked == []
    unseen = machine.bash(PUSH, env=HERE, hook_event_name="PermissionRequest", tool_use_id=None)
    assert machine.answered(unseen) is None and model.asked == []


def test_before_a_tool_it_is_never_asked(machine: Machine, model: Model) -> None:
    machine.judged(machine.bash(PUSH, env=HERE))
    assert model.asked == []


@pytest.mark.parametrize(
    "more", [{"llm": "off"}, {"llm_model": ""}, {"llm_url": "http://10.1.2.3:80"}, {"llm_kind": "x"}], ids=str
)
def test_switched_off_or_misconfigured_the_dialog_stays(machine: Machine, model: Model, more: dict[str, Any]) -> None:
    configure(machine, model, **more)
    assert dialog(machine) is None and model.asked == []


def test_who_answers_before_the_model_has_answered_a_dialog(machine: Machine, model: Model) -> None:
    from cctl.host.hook.serve import decided

    machine.judged(machine.bash(PUSH, env=HERE))
    case = machine.bash(PUSH, env=HERE, hook_event_name="PermissionRequest", tool_use_id=None)
    decided(case, None)  # and no further: the client has ended the hook
    machine.judged(machine.bash(PUSH, env=HERE, hook_event_name="PostToolUse", tool_response={}, duration_ms=1))
    [found] = labels(list(log(machine).events()), TERMS)
    assert found.allow and found.source == "dialog"


def test_a_server_that_hangs_leaves_the_dialog_in_time(machine: Machine, model: Model) -> None:
    configure(machine, model, llm_ms=300)
    model.delay_s = 30
    begun = time.monotonic()
    assert dialog(machine) is None
    assert time.monotonic() - begun < 2


def certified(machine: Machine, adviser: str, audit: int = 0) -> None:
    """Write a certificate for a model into the memory, as `brain learn` would."""
    from cctl.core.digest import digest
    from cctl.host.brain.learning import _head
    from cctl.host.data import shipped

    now = time.time_ns() // 1_000_000
    held = Certified(covering("T2", adviser), "cert-x", "≤ 1 % (0 of 800)", now - DAY, now + DAY, audit)
    path = machine.state / "brain/memory"
    path.write_text(written(digest(shipped("judge.tab").decode()), _head(log(machine)), [held], []))
    path.chmod(0o600)


@pytest.mark.parametrize(
    ("mode", "verdict", "audit", "answered"),
    [("auto", "allow", 0, True), ("on", "allow", 0, False), ("auto", "ask", 0, False), ("auto", "deny", 0, False),
     ("auto", "allow", 1 << 32, False)],
)  # fmt: skip
def test_under_its_own_certificate_an_allow_counts(
    machine: Machine, model: Model, mode: str, verdict: str, audit: int, answered: bool
) -> None:
    model.verdict = "ask"
    dialog(machine)
    configure(machine, model, mode=mode)
    certified(machine, str(opinions(machine)[0]["adviser"]), audit)
    (machine.state / "brain/advice").unlink()
    model.verdict = verdict
    answer = dialog(machine, session_id="another")
    assert ("hookSpecificOutput" in answer) is answered
    if answered:
        assert answer["hookSpecificOutput"]["decision"] == {"behavior": "allow"}
        after = opinions(machine)[-1]
        assert (after["decision"], after["by"], after["certificate"]) == ("allow", "llm", "cert-x")
        events = list(log(machine).events())
        assert events[-1]["event"] == "opinion", "no dialog: nobody was asked"
        assert labels(events, TERMS) == []
