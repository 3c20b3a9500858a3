import pytest

from cctl.core.state.decide import Decision, Limits, decide
from cctl.core.state.fold import Fold
from tests.core.state.stream import Stream


def after(stream: Stream, seconds: float = 0) -> Decision:
    fold = Fold()
    for record in stream.records:
        fold.add(record)
    return decide(fold.standings[stream.session], stream.ms + int(seconds * 1000))


def asked() -> tuple[Stream, str]:
    """A session of a live process that has just proposed a call."""
    stream = Stream()
    stream.alive()
    stream.turn()
    stream.wait(1).spend()
    return stream, stream.call()


# The transcript alone


def test_nothing_readable_is_unknown() -> None:
    stream = Stream()
    stream.start()
    assert after(stream).state == "unknown"


def test_a_prompt_is_processing_until_the_service_has_been_silent_for_too_long() -> None:
    stream = Stream()
    stream.turn()
    assert after(stream, 179)[:3] == ("processing", stream.ms, "transcript")
    late = after(stream, 180)
    assert (late.state, late.because, late.weak) == ("unknown", "clock", True)


def test_a_rest_waits_for_its_user_and_then_is_idle() -> None:
    stream = Stream()
    stream.turn()
    stream.wait(5).notice("rest")
    waiting = after(stream, 599)
    assert waiting[:4] == ("waiting_input", stream.ms, "transcript", False)
    assert waiting.due_ms == stream.ms + 600_000
    idle = after(stream, 600)
    assert (idle.state, idle.since_ms) == ("idle", stream.ms + 600_000)


def test_an_interrupt_ends_what_was_pending() -> None:
    stream, _ = asked()
    stream.wait(3).notice("interrupt")
    assert after(stream, 60)[:3] == ("waiting_input", stream.ms, "transcript")


def test_a_young_call_runs_and_an_old_quiet_one_may_wait_for_a_human() -> None:
    stream, call = asked()
    assert after(stream, 19).state == "processing"
    assert after(stream, 19).due_ms == stream.ms + 20_000
    old = after(stream, 21)
    assert (old.state, old.because, old.weak) == ("needs_input", "clock", True)
    assert old.waiting_for == {"kind": "permission", "tool": "Bash", "input": {"command": "make"}, "call": call}


@pytest.mark.parametrize(("tool", "kind"), [("AskUserQuestion", "question"), ("ExitPlanMode", "plan")])
def test_a_question_waits_at_once_and_strongly(tool: str, kind: str) -> None:
    stream = Stream()
    stream.turn()
    call = stream.call(tool, input={"q": 1})
    found = after(stream)
    assert (found.state, found.weak) == ("needs_input", False)
    assert found.waiting_for == {"kind": kind, "tool": tool, "input": {"q": 1}, "call": call}


def test_parallel_calls_are_pending_until_each_has_its_result() -> None:
    stream = Stream()
    stream.turn()
    first, second = stream.call(), stream.call(input={"command": "ls"})
    stream.wait(1).result(second)
    found = after(stream, 30)
    assert found.state == "needs_input" and found.waiting_for and found.waiting_for["call"] == first


def test_a_call_with_a_busy_processor_works_however_long_it_takes() -> None:
    stream, _ = asked()
    stream.wait(3000).alive(cpu_ratio=0.9)
    assert after(stream)[2:4] == ("process", False)
    assert after(stream).state == "processing"


def test_a_background_task_is_no_pending_call() -> None:
    stream, call = asked()
    stream.wait(1).result(call, background="b1")
    stream.wait(1).notice("rest")
    assert after(stream, 300).state == "waiting_input"


def test_a_sub_agent_at_work_is_no_human_wait() -> None:
    stream = Stream()
    stream.turn()
    stream.call("Agent", input={"prompt": "look"})
    for _ in range(20):
        stream.wait(15).spend(agent_id="a1")
    assert after(stream, 300).state == "processing"


def test_nobody_is_asked_in_a_headless_session() -> None:
    stream = Stream()
    stream.start(entrypoint="sdk-cli")
    stream.turn()
    stream.call()
    assert after(stream, 4000).state == "processing"


def test_a_headless_session_that_waits_for_its_background_tasks_still_works() -> None:
    stream = Stream()
    stream.start(entrypoint="sdk-cli")
    stream.turn()
    stream.result(stream.call(), background="b1")
    stream.notice("rest")
    assert after(stream, 900).state == "processing"
    stream.wait(10).notice("task", {"task": "b1", "status": "completed"})
    assert after(stream).state == "waiting_input"


# The process


@pytest.mark.parametrize("life", ["dead", "other"])
def test_a_dead_process_is_finished_whatever_dangles(life: str) -> None:
    stream, _ = asked()
    stream.registry("waiting", waiting_for="permission prompt")
    stream.wait(5).alive(life=life)
    found = after(stream, 5000)
    assert found[:4] == ("finished", stream.ms, "process", False)


def test_the_first_sight_of_a_death_is_when_it_ended() -> None:
    stream, _ = asked()
    stream.wait(5).alive(life="dead")
    ended = stream.ms
    stream.wait(60).alive(life="dead")
    assert after(stream).since_ms == ended


def test_a_resumed_session_is_not_dead_because_its_first_process_is() -> None:
    stream, _ = asked()
    stream.wait(5).alive(life="dead")
    stream.wait(60).turn("go on")
    assert after(stream).state == "processing"
    stream.wait(1).alive(pid=8, start="99")
    stream.wait(1).alive(life="dead")
    assert after(stream).state == "processing"


def test_a_process_that_cannot_be_identified_is_not_dead() -> None:
    stream, _ = asked()
    stream.alive(life="unknown")
    assert after(stream).state == "processing"


# The registry


def test_a_busy_registry_says_that_a_long_call_is_no_human_wait() -> None:
    stream, _ = asked()
    stream.registry("busy", status_ms=stream.ms - 1000)
    found = after(stream, 3600)
    assert found[:4] == ("processing", stream.ms - 1000, "registry", False)


def test_a_waiting_registry_names_the_call_that_waits() -> None:
    stream, call = asked()
    stream.registry("waiting", waiting_for="permission prompt")
    found = after(stream, 1)
    assert found[:4] == ("needs_input", stream.ms, "registry", False)
    assert found.waiting_for == {"kind": "permission", "tool": "Bash", "input": {"command": "make"}, "call": call}


def test_a_wait_stays_while_a_parallel_call_finishes() -> None:
    stream, call = asked()
    other = stream.call(input={"command": "ls"})
    stream.registry("waiting", waiting_for="permission prompt")
    stream.wait(10).result(other)
    assert after(stream).waiting_for == {
        "kind": "permission",
        "tool": "Bash",
        "input": {"command": "make"},
        "call": call,
    }


def test_an_idle_registry_from_before_the_prompt_says_nothing() -> None:
    stream = Stream()
    stream.alive()
    stream.registry("idle")
    stream.wait(60).turn()
    assert after(stream).state == "processing"


def test_a_busy_registry_that_lags_behind_a_rest_says_nothing() -> None:
    stream, call = asked()
    stream.registry("busy")
    stream.wait(30).result(call)
    stream.notice("rest")
    assert after(stream).state == "waiting_input"


def test_a_shell_at_the_prompt_waits_for_its_user() -> None:
    stream, call = asked()
    stream.result(call, background="b1")
    stream.notice("rest")
    stream.registry("shell")
    assert after(stream).state == "waiting_input"


@pytest.mark.parametrize("status", ["daydreaming", None])
def test_an_unknown_or_missing_status_leaves_it_to_the_transcript(status: str | None) -> None:
    stream, _ = asked()
    stream.registry(status)
    assert after(stream)[2] == "transcript"


def test_a_status_from_the_future_is_not_believed() -> None:
    stream, _ = asked()
    stream.registry("idle", status_ms=stream.ms + 3_600_000)
    assert after(stream)[:3] == ("processing", stream.ms - 1000, "transcript")


def test_a_status_without_a_confirmed_process_is_weak() -> None:
    stream = Stream()
    stream.turn()
    stream.call()
    stream.registry("waiting", waiting_for="permission prompt")
    assert after(stream).weak


def test_an_agent_that_registers_its_sessions_has_finished_one_that_it_no_longer_lists() -> None:
    stream, _ = asked()
    stream.records.pop(0)  # its process was never seen
    stream.wait(60).registry(None, absent=True, status_ms=None)
    found = after(stream)
    assert (found.state, found.because, found.weak) == ("finished", "registry", True)


# Hooks


def test_a_permission_request_waits_until_it_is_answered() -> None:
    stream, call = asked()
    stream.wait(0.1).hook("PermissionRequest", tool="Bash", input={"command": "make"})
    found = after(stream, 1)
    assert found[:4] == ("needs_input", stream.ms, "hook", False)
    assert found.waiting_for == {"kind": "permission", "tool": "Bash", "input": {"command": "make"}, "call": call}
    stream.wait(60).result(call)
    assert after(stream).state == "processing"


def test_a_hook_may_run_before_its_line_is_written() -> None:
    stream = Stream()
    stream.turn()
    stream.wait(1).hook("PermissionRequest", tool="Bash", input={"command": "make"})
    assert after(stream, 1).state == "needs_input"
    call = stream.call(input={"command": "make", "description": "completed by the client"})
    found = after(stream, 1)
    assert found.waiting_for and found.waiting_for["call"] == call


def test_an_escaped_dialog_fires_no_hook_but_the_transcript_shows_it() -> None:
    stream, call = asked()
    stream.hook("PermissionRequest", tool="Bash", input={"command": "make"})
    stream.wait(12).result(call, error=True, denied={"by": "human"})
    stream.notice("interrupt")
    assert after(stream, 30)[:3] == ("waiting_input", stream.ms, "transcript")


def test_an_approved_call_works_as_soon_as_it_uses_the_processor() -> None:
    stream, _ = asked()
    stream.hook("PermissionRequest", tool="Bash", input={"command": "make"})
    stream.wait(30).alive(cpu_ratio=0.5)
    assert after(stream)[:3:2] == ("processing", "process")


def test_a_quiet_wait_without_a_registry_is_weak_unless_no_tool_process_exists() -> None:
    stream, _ = asked()
    stream.hook("PermissionRequest", tool="Bash", input={"command": "make"})
    assert after(stream, 30).weak
    stream.wait(30).alive(processes=1, cpu_ratio=0.0)
    assert not after(stream, 30).weak


def test_one_answered_request_of_two_leaves_the_other() -> None:
    stream, _ = asked()
    stream.call(input={"command": "ls"})
    stream.hook("PermissionRequest", tool="Bash", input={"command": "make"})
    stream.hook("PermissionRequest", tool="Bash", input={"command": "ls"})
    stream.wait(2).hook("PostToolUse", tool="Bash", input={"command": "make"})
    found = after(stream)
    assert found.waiting_for and found.waiting_for["input"] == {"command": "ls"}


@pytest.mark.parametrize(
    ("event", "more", "state"),
    [
        ("Stop", {}, "waiting_input"),
        ("StopFailure", {"error": "overloaded"}, "waiting_input"),
        ("SessionEnd", {"reason": "clear"}, "finished"),
        ("Notification", {"kind": "permission_prompt"}, "needs_input"),
        ("Notification", {"kind": "idle_prompt"}, "waiting_input"),
        ("UserPromptSubmit", {}, "processing"),
        ("Daydream", {}, "processing"),
    ],
)
def test_what_hook_events_say(event: str, more: dict[str, str], state: str) -> None:
    stream = Stream()
    stream.turn()
    stream.wait(1).hook(event, **more)
    assert after(stream, 1).state == state


def test_a_sub_agents_stop_is_not_its_sessions() -> None:
    stream, _ = asked()
    stream.wait(1).hook("Stop", agent_id="a1")
    assert after(stream).state == "processing"


def test_a_transcript_that_went_on_overrules_a_hook() -> None:
    stream = Stream()
    stream.turn()
    stream.wait(1).hook("Stop")
    stream.wait(30).turn("more")
    assert after(stream).state == "processing"


def test_limits_can_be_set() -> None:
    stream, _ = asked()
    fold = Fold()
    for record in stream.records:
        fold.add(record)
    standing = fold.standings["s1"]
    assert decide(standing, stream.ms + 5000, Limits(tool_grace_s=1)).state == "needs_input"


def waiting(stream: Stream) -> None:
    stream.registry("waiting", waiting_for="permission prompt")


def test_a_call_that_was_let_through_is_not_what_is_waited_for_next() -> None:
    stream, first = asked()
    waiting(stream)
    stream.wait(3).registry("busy")
    stream.wait(2)
    waiting(stream)  # the registry is ahead: no line tells yet of the result, nor of the next call
    assert after(stream).waiting_for == {"kind": "permission"}
    stream.result(first)
    second = stream.call(input={"command": "rm x"})
    found = after(stream).waiting_for
    assert found and (found["call"], "guess" in found) == (second, False)


def test_of_parallel_calls_the_one_that_was_let_through_runs_and_the_other_waits() -> None:
    stream, _ = asked()
    second = stream.call(input={"command": "rm x"})
    waiting(stream)
    found = after(stream).waiting_for
    assert found and found["guess"]  # either of them
    stream.wait(3).registry("busy")
    stream.wait(2)
    waiting(stream)
    found = after(stream).waiting_for
    assert found and (found["call"], "guess" in found) == (second, False)


def test_a_hook_says_which_of_them_waits() -> None:
    stream, _ = asked()
    second = stream.call(input={"command": "rm x"})
    stream.hook("PermissionRequest", tool="Bash", input={"command": "rm x"})
    waiting(stream)
    found = after(stream).waiting_for
    assert found and (found["call"], "guess" in found) == (second, False)


def test_a_sub_agents_call_waits_and_not_the_call_that_started_it() -> None:
    stream = Stream()
    stream.alive()
    stream.turn()
    stream.call("Agent", input={"prompt": "look"})
    inner = stream.wait(1).call(input={"command": "rm x"}, agent_id="a1")
    waiting(stream)
    found = after(stream).waiting_for
    assert found and (found["call"], found["tool"], "guess" in found) == (inner, "Bash", False)
