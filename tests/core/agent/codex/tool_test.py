"""Calls in the words of a supervisor."""

from typing import Any

import pytest

from cctl.core.agent.codex.tool import asked, tool_of


def function(name: str, arguments: object, **more: object) -> dict[str, Any]:
    return {"type": "function_call", "name": name, "arguments": arguments, "call_id": "c1", **more}


@pytest.mark.parametrize(
    ("payload", "command", "folder"),
    [
        (function("exec_command", '{"cmd":"ls -la","workdir":"src"}'), "ls -la", "src"),
        (function("shell", '{"command":["bash","-lc","cat \'a b\'"]}'), "bash -lc 'cat '\"'\"'a b'\"'\"''", ""),
        (function("shell_command", '{"command":"false","workdir":"/w"}'), "false", "/w"),
        (function("container.exec", '{"command":["ls"]}'), "ls", ""),
        (
            {
                "type": "local_shell_call",
                "call_id": "c1",
                "action": {"type": "exec", "command": ["a", "b c"], "working_directory": "/w", "env": None},
            },
            "a 'b c'",
            "/w",
        ),
    ],
)
def test_every_way_to_run_a_command_is_one_tool(payload: dict[str, Any], command: str, folder: str) -> None:
    call = asked(payload)
    assert (call.id, call.tool, call.input, call.folder, call.options) == (
        "c1",
        "Bash",
        {"command": command},
        folder,
        {},
    )
    assert tool_of(payload) == "Bash"


def test_what_else_was_sent_with_a_command_is_kept_beside_it() -> None:
    call = asked(function("exec_command", '{"cmd":"x","sandbox_permissions":"require_escalated","tty":null}'))
    assert (call.raw, call.options) == ("exec_command", {"sandbox_permissions": "require_escalated"})


@pytest.mark.parametrize(
    ("arguments", "given"),
    [
        ("{broken", {"arguments": "{broken"}),
        ("[1]", {"arguments": "[1]"}),
        ("", {}),
        (None, {}),
        ({"cmd": 3}, {"command": 3}),
        ('{"cmd":["a",1]}', {"command": ["a", 1]}),
        ("\ud800", {"arguments": "\ud800"}),
    ],
)
def test_a_command_that_can_not_be_read_is_shown_as_it_came(arguments: object, given: dict[str, Any]) -> None:
    assert asked(function("exec_command", arguments)).input == given


def test_other_tools_keep_their_names_and_inputs() -> None:
    patch = asked({"type": "custom_tool_call", "name": "apply_patch", "input": "*** Begin Patch", "call_id": "c1"})
    assert (patch.tool, patch.raw, patch.input) == ("apply_patch", "apply_patch", {"input": "*** Begin Patch"})
    older = asked(function("apply_patch", '{"input":"*** Begin Patch"}'))
    assert older.input == patch.input
    search = asked({"type": "web_search_call", "id": "ws", "action": {"type": "search", "query": "q"}})
    assert (search.id, search.tool, search.input) == ("ws", "web_search", {"type": "search", "query": "q"})


def test_only_a_servers_tool_keeps_the_space_that_it_is_named_in() -> None:
    served = asked(function("lookup", "{}", namespace="mcp__docs__"))
    spawned = asked(function("spawn_agent", "{}", namespace="multi_agent_v1"))
    assert (served.tool, served.raw) == ("mcp__docs__lookup", "mcp__docs__lookup")
    assert (spawned.tool, spawned.raw) == ("spawn_agent", "multi_agent_v1spawn_agent")
    assert asked(function("exec_command", '{"cmd":"x"}', namespace="functions")).tool == "Bash"


def test_what_is_no_call_has_no_tool() -> None:
    assert tool_of({"type": "message"}) == ""
    assert tool_of({}) == ""
