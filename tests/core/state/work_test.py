from cctl.core.state.fold import Fold
from cctl.core.state.standing import Pending, Standing
from cctl.core.state.work import KEPT, add, brief, same
from tests.core.state.stream import Stream


def standing(stream: Stream) -> Standing:
    fold = Fold()
    for record in stream.records:
        fold.add(record)
    return fold.standings["s1"]


def test_background_tasks_run_until_they_are_said_to_be_done() -> None:
    stream = Stream()
    stream.turn()
    stream.result(stream.call(), background="b1")
    stream.result(stream.call("Agent"), background="a9")
    found = standing(stream)
    assert {task: each.kind for task, each in found.tasks.items()} == {"b1": "shell", "a9": "agent"}
    stream.wait(3).notice("task", {"task": "b1", "status": "failed"})
    assert set(standing(stream).tasks) == {"a9"}


def test_a_task_may_be_announced_by_a_notice_alone() -> None:
    stream = Stream()
    stream.notice("task", {"task": "w", "status": "running", "kind": "workflow"})
    assert standing(stream).tasks["w"].kind == "workflow"
    stream.notice("task", {"status": "running"})
    assert set(standing(stream).tasks) == {"w"}


def test_prompts_count_as_turns_and_notifications_do_not() -> None:
    stream = Stream()
    stream.turn()
    stream.turn(source="task_notification")
    stream.turn(source="system")
    stream.turn(source="command")
    assert standing(stream).turns == 2


def test_a_new_prompt_gives_up_what_dangled_but_not_its_sub_agents() -> None:
    stream = Stream()
    stream.turn()
    stream.call(call="lost")
    stream.call(call="deep", agent_id="a1")
    stream.wait(9).turn("again")
    assert set(standing(stream).pending) == {"deep"}


def test_an_interrupt_stops_sub_agents_in_the_foreground_only() -> None:
    stream = Stream()
    stream.turn()
    stream.result(stream.call("Agent"), background="bg")
    stream.call(call="back", agent_id="bg")
    stream.call(call="front", agent_id="fg")
    stream.notice("interrupt")
    assert set(standing(stream).pending) == {"back"}


def test_a_sub_agents_rest_is_its_own() -> None:
    stream = Stream()
    stream.turn()
    stream.call(call="c", agent_id="a1")
    stream.notice("rest", agent_id="a1")
    found = standing(stream)
    assert found.phase == "prompt" and found.subagents["a1"].done and found.pending == {}


def test_only_a_final_error_of_the_service_ends_a_turn() -> None:
    stream = Stream()
    stream.turn()
    stream.notice("api_error", {"status": 529, "attempt": 1})
    assert standing(stream).phase == "prompt"
    stream.wait(1).notice("api_error", {"status": 500, "final": True})
    assert standing(stream).phase == "failed"


def test_what_a_sub_agent_does_is_no_time_of_the_main_thread() -> None:
    stream = Stream()
    stream.turn()
    at = stream.ms
    stream.wait(100).spend(agent_id="a1")
    found = standing(stream)
    assert (found.main_ms, found.last_ms) == (at, stream.ms)


def test_the_client_may_tell_the_size_of_its_context() -> None:
    stream = Stream(agent="codex")
    stream.notice("model", {"model": "gpt", "context_window": 258_400})
    stream.spend()
    assert standing(stream).window == 258_400


def test_thinning_is_no_compaction() -> None:
    stream = Stream()
    stream.notice("compaction", {"micro": True})
    stream.wait(1).notice("compaction", {"trigger": "auto"})
    assert standing(stream).compactions == 1


def test_long_texts_of_inputs_are_cut_and_say_so() -> None:
    kept = brief({"content": "x" * (KEPT + 5), "n": 1})
    assert kept["content"].endswith("… [5 more]") and kept["n"] == 1
    assert same("Write", {"content": "x" * (KEPT + 5)}, Pending("Write", kept, 0))
    assert not same("Edit", {"content": "x"}, Pending("Write", kept, 0))


def test_the_current_folder_follows_the_records() -> None:
    stream = Stream()
    stream.start()
    stream.turn(cwd="/p/sub", branch="topic")
    assert standing(stream).texts["cwd"] == "/p/sub"
    assert standing(stream).texts["branch"] == "topic"
    assert standing(stream).texts["project"] == "/p"


def test_a_response_that_a_fork_copied_does_not_set_its_parent_to_work() -> None:
    stream = Stream()
    stream.spend()
    assert standing(stream).phase == ""


def test_what_was_refused_neither_failed_nor_edited() -> None:
    found = Standing("s")
    call = {"type": "call", "tool": "Edit", "input": {"file_path": "/a"}, "session": "s"}
    for name, more in (("a", {}), ("b", {"error": True}), ("c", {"error": True, "denied": {"by": "user"}})):
        add(found, call | {"id": name}, 1000)
        assert found.edits == (1 if name > "a" else 0)
        add(found, {"type": "result", "call": name, "session": "s"} | more, 2000)
    assert (found.calls, found.edits, found.errors) == (3, 1, 1)
