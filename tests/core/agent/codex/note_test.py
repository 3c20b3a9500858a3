"""Notices of whole rollouts."""

from typing import Any

from tests.core.agent.codex.rollouts import line, read, records


def notices(block: bytes) -> list[tuple[str, dict[str, Any]]]:
    return [(each["kind"], each.get("data", {})) for each in records(block) if each["type"] == "notice"]


def kinds(name: str) -> list[str]:
    return [kind for kind, _ in notices(read(name))]


def test_a_turn_ends_in_a_rest() -> None:
    (rest,) = (data for kind, data in notices(read("exec-tools")) if kind == "rest")
    assert (rest["cause"], rest["duration_s"]) == ("task_complete", 4.2)


def test_a_failed_turn_says_why_once_and_rests() -> None:
    (_, model), (first, failure), (second, rest) = notices(read("failed-turn"))
    assert (first, second, model["to"]) == ("api_error", "rest", "gpt-5.4")
    assert (failure["final"], failure["message"]) == (True, "exceeded retry limit, last status: 429 Too Many Requests")
    assert failure["info"] == {"response_too_many_failed_attempts": {"http_status_code": 429}}
    assert rest["cause"] == "api_error"


def test_a_retry_is_not_final() -> None:
    block = line("session_meta", {"id": "t"}) + line("event_msg/stream_error", {"message": "again"})
    assert notices(block) == [("api_error", {"message": "again", "final": False})]


def test_a_turn_that_was_stopped_is_an_interrupt_and_a_rest() -> None:
    assert [kind for kind in kinds("refused") if kind in ("interrupt", "rest")] == ["interrupt", "rest"]
    told = dict(notices(read("refused")))
    assert (told["interrupt"]["reason"], told["rest"]["cause"]) == ("interrupted", "interrupt")


def test_a_change_of_model_is_told_with_what_was_before() -> None:
    told = [data for kind, data in notices(read("exec-resumed")) if kind == "model"]
    assert [(each.get("from"), each["to"], each["context_window"]) for each in told] == [
        (None, "gpt-5.4", 258400),
        ("gpt-5.4", "gpt-5.4-mini", 258400),
    ]


def test_a_compaction_is_told_once_with_its_response() -> None:
    assert [data for kind, data in notices(read("compacted")) if kind == "compaction"] == [
        {"response": "resp_compaction"}
    ]
    older = line("session_meta", {"id": "t"}) + line("event_msg/context_compacted", {})
    assert notices(older) == [("compaction", {})]


def test_quotas_are_told_when_a_whole_percent_has_gone() -> None:
    told = [data for kind, data in notices(read("counted-by-total")) if kind == "other"]
    assert [each["rate_limits"]["primary"]["used_percent"] for each in told] == [3.2, 4.1, 3.2]
    assert [data["what"] for kind, data in notices(read("exec-resumed")) if kind == "other"] == ["rate_limits"]


def test_sub_agents_are_tasks() -> None:
    (task,) = (data for kind, data in notices(read("spawner")) if kind == "task")
    assert (task["kind"], task["status"], task["call"]) == ("agent", "started", "call_s1")
    item = {"type": "SubAgentActivity", "id": "c", "kind": "interacted", "agent_thread_id": "t2"}
    block = line("session_meta", {"id": "t"}) + line("event_msg/item_completed", {"item": item})
    assert notices(block)[0][1]["status"] == "running"


def test_calls_about_sub_agents_tell_the_state_of_each() -> None:
    spawn = {"type": "CollabAgentToolCall", "id": "c", "tool": "spawn_agent", "agents_states": {"t2": "pending_init"}}
    wait = {
        "type": "CollabAgentToolCall",
        "id": "d",
        "tool": "wait",
        "agents_states": {"t2": {"completed": "x"}, "t3": "running"},
    }
    odd = {"type": "CollabAgentToolCall", "agents_states": ["t2"]}
    block = line("session_meta", {"id": "t"})
    block += b"".join(line("event_msg/item_completed", {"item": each}) for each in (spawn, wait, odd))
    assert [(data["task"], data["status"]) for _, data in notices(block)] == [
        ("t2", "started"),
        ("t2", "completed"),
        ("t3", "running"),
    ]


def test_a_hook_that_goes_on_and_a_roll_back_keep_their_names() -> None:
    assert [data["what"] for kind, data in notices(read("refused")) if kind == "other"] == ["HookPrompt"]
    assert [data for kind, data in notices(read("compacted")) if kind == "other"] == [
        {"what": "thread_rolled_back", "num_turns": 1}
    ]
    assert ("title", {"name": "newest release", "by": "thread_name_updated"}) in notices(read("compacted"))


def test_fields_of_any_name_do_not_break_a_notice() -> None:
    odd = {"self": 1, "kind": 2, "data": 3, "what": 4, "session": 5}
    block = line("session_meta", {"id": "t"}) + line("event_msg/thread_goal_updated", odd)
    ((_, data),) = notices(block)
    assert data == {"what": "thread_goal_updated", "self": 1, "kind": 2, "data": 3, "session": 5}
