"""Calls and results of whole rollouts."""

from typing import Any

from cctl.core.agent.codex import AGENT
from cctl.core.agent.spec import Origin
from cctl.core.digest import digest
from tests.core.agent.codex.rollouts import line, read, records


def of(name: str, kind: str) -> list[dict[str, Any]]:
    return [each for each in records(read(name)) if each["type"] == kind]


def results(name: str) -> dict[str, dict[str, Any]]:
    return {each["call"]: each for each in of(name, "result")}


def test_every_call_has_its_result() -> None:
    for name in ("exec-tools", "exec-resumed", "counted-by-total", "refused", "spawner"):
        assert {each["id"] for each in of(name, "call")} == set(results(name)), name


def test_a_command_is_bash_with_where_it_ran() -> None:
    first, second = of("exec-tools", "call")[:2]
    assert (first["tool"], first["tool_raw"], first["input"]) == (
        "Bash",
        "exec_command",
        {"command": "sed -n 1,40p cart.py"},
    )
    assert (first["cwd"], second["cwd"], first["branch"]) == ("/home/dev/shop", "/home/dev/shop/src", "main")
    assert first["input_hash"] == digest(["Bash", {"command": "sed -n 1,40p cart.py"}])


def test_exit_status_and_duration_of_every_version() -> None:
    newer, older = results("exec-tools"), results("counted-by-total")
    assert [(newer[call]["error"], newer[call].get("exit_code"), newer[call].get("duration_s")) for call in newer] == [
        (False, 0, 0.12),
        (False, 0, 0.12),
        (False, 0, 0.1),
        (True, 1, 2.34),
        (True, None, None),
    ]
    assert [(each["error"], each.get("exit_code")) for each in older.values()] == [(False, 0), (True, 1), (False, 0)]


def test_equal_outputs_have_equal_hashes_whatever_stands_above_them() -> None:
    texts = [
        f"Chunk ID: {chunk}\nWall time: {chunk}.0 seconds\nProcess exited with code 0\nOutput:\nsame\n"
        for chunk in (1, 2)
    ]
    block = line("session_meta", {"id": "t"}) + b"".join(
        line("response_item/function_call_output", {"call_id": f"c{at}", "output": text})
        for at, text in enumerate(texts)
    )
    one, two = (each for each in records(block) if each["type"] == "result")
    assert (one["hash"], one["text"]) == (two["hash"], "same\n")


def test_a_long_output_is_cut_but_measured_and_hashed_whole() -> None:
    text = "é" * 10_000
    block = line("session_meta", {"id": "t"})
    block += line("response_item/function_call_output", {"call_id": "c", "output": text})
    (result,) = (each for each in records(block) if each["type"] == "result")
    assert (len(result["text"]), result["bytes"], result["hash"]) == (4096, 20_000, digest(text))


def test_patches_are_what_the_client_noted_else_what_was_asked_for() -> None:
    noted = results("exec-tools")["call_a3"]["patches"]
    assert [(each["path"], each["kind"], each["added"], each["removed"]) for each in noted] == [
        ("/home/dev/shop/cart.py", "update", 1, 1),
        ("/home/dev/shop/notes.md", "create", 1, 0),
    ]
    older = results("counted-by-total")["call_d3"]["patches"]
    assert [(each["kind"], each.get("to")) for each in older] == [
        ("delete", None),
        ("update", "/home/dev/shop/src/main.py"),
    ]
    bare = b"\n".join(each for each in read("exec-tools").split(b"\n") if b"FileChange" not in each)
    asked = next(each for each in records(bare) if each.get("call") == "call_a3")["patches"]
    assert [each["path"] for each in asked] == ["cart.py", "notes.md"]


def test_refusals_say_who_and_why_and_are_told_as_denials() -> None:
    refused = results("refused")
    assert [each.get("denied", {}).get("by") for each in refused.values()] == ["hook", "rule", "human", None]
    assert refused["call_c4"]["interrupted"] is True
    denials = [each["data"] for each in of("refused", "notice") if each["kind"] == "denial"]
    assert [(each["call"], each["tool"], each["by"]) for each in denials] == [
        ("call_c1", "Bash", "hook"),
        ("call_c2", "Bash", "rule"),
        ("call_c3", "Bash", "human"),
    ]
    escalated = next(each for each in of("refused", "call") if each["id"] == "call_c2")
    assert escalated["options"]["sandbox_permissions"] == "require_escalated"


def test_a_command_left_running_ends_as_a_task() -> None:
    assert results("compacted")["call_m2"]["background"] == "9021"
    (task,) = (each["data"] for each in of("compacted", "notice") if each["kind"] == "task")
    assert (task["task"], task["status"], task["exit_code"], task["duration_s"]) == ("9021", "completed", 0, 70.0)


def test_a_servers_tool_that_failed_is_an_error() -> None:
    result = results("compacted")["call_m1"]
    assert (result["error"], result["text"], result["duration_s"]) == (True, "no such page\n[input_image]", 1.0)


def test_what_was_noted_and_never_shown_is_told_at_the_end() -> None:
    item = {"type": "CommandExecution", "id": "c", "status": "failed", "exit_code": 130, "aggregated_output": "^C"}
    own = {**item, "id": "mine", "source": "user_shell"}
    block = line("session_meta", {"id": "t"}) + b"".join(
        line("event_msg/item_completed", {"item": each}) for each in (item, own)
    )
    last = records(block)[-1]
    assert (last["type"], last["call"], last["exit_code"], last["text"]) == ("result", "c", 130, "^C")
    assert len(records(block)) == 2


def test_calls_that_are_never_answered_do_not_fill_the_memory() -> None:
    reader = AGENT.open(Origin())
    reader.read(line("session_meta", {"id": "t"}), 1)
    for number in range(5000):
        reader.read(line("event_msg/exec_command_end", {"call_id": f"c{number}", "exit_code": 0}), number + 2)
    assert len(reader.finish()) == 2000
