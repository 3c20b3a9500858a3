"""Who a thread is, by its first line in several versions."""

from typing import Any

import pytest

from cctl.core.agent.codex.identity import identity, numbered


def told(**payload: Any) -> Any:
    return identity({"type": "session_meta", "ordinal": payload.pop("ordinal", None), "payload": payload}, "from-name")


def test_a_thread_that_a_person_started_is_its_own_session() -> None:
    who = told(
        id="t1", session_id="t1", cwd="/p", source="cli", thread_source="user", git={"branch": "main"}, cli_version="1"
    )
    assert (who.thread, who.session, who.agent_id, who.subagent) == ("t1", "t1", "", "")
    assert (who.project, who.branch, who.version, who.entrypoint) == ("/p", "main", "1", "cli")


def test_the_name_of_the_file_stands_in_for_an_id() -> None:
    assert told(id=7).thread == "from-name"
    assert told(session_id="s").thread == "s"


def test_a_fork_is_a_session_of_its_own() -> None:
    who = told(id="t2", session_id="t2", forked_from_id="t1", source="exec")
    assert (who.session, who.agent_id, who.forked_from, who.forebears) == ("t2", "", "t1", ["t1"])


@pytest.mark.parametrize(
    ("payload", "session", "subagent"),
    [
        ({"source": {"subagent": {"thread_spawn": {"parent_thread_id": "t1", "agent_role": "docs"}}}}, "t1", "docs"),
        ({"source": {"subagent": {"thread_spawn": {"parent_thread_id": "t1"}}}}, "t1", "default"),
        ({"source": {"subagent": "review"}, "parent_thread_id": "t1"}, "t1", "review"),
        ({"source": {"subagent": {"other": "guardian"}}, "parent_thread_id": "t1"}, "t1", "guardian"),
        ({"source": "subagent", "forked_from_id": "t1"}, "t1", "default"),
        ({"source": "cli", "thread_source": "subagent", "parent_thread_id": "t1", "agent_role": "x"}, "t1", "x"),
        (
            {"session_id": "root", "source": {"subagent": {"thread_spawn": {"parent_thread_id": "t1", "depth": 2}}}},
            "root",
            "default",
        ),
    ],
)
def test_a_sub_agent_belongs_to_the_session_that_spawned_it(
    payload: dict[str, Any], session: str, subagent: str
) -> None:
    who = told(id="t2", **payload)
    assert (who.session, who.agent_id, who.subagent) == (session, "t2", subagent)


def test_a_sub_agent_whose_parent_is_not_named_stands_alone() -> None:
    who = told(id="t2", source={"subagent": "review"})
    assert (who.session, who.agent_id, who.subagent) == ("t2", "", "review")


def test_where_own_records_begin() -> None:
    assert told(id="t2", ordinal=0, subagent_history_start_ordinal=9).first == 9
    assert told(id="t2", ordinal=44, forked_from_ordinal_exclusive=44).first == 44
    assert told(id="t2", ordinal=0, forked_from_ordinal_exclusive=44).first == -1  # counts the parent's lines
    assert told(id="t2", forked_from_ordinal_exclusive=44).first == -1
    assert told(id="t2", ordinal=0, subagent_history_start_ordinal="9").first == -1


@pytest.mark.parametrize("odd", [{}, {"subagent": {}}, {"subagent": 3}, {"subagent": {"x": []}}, [], 7, None])
def test_a_source_of_another_shape_is_survived(odd: object) -> None:
    assert told(id="t2", source=odd, git=odd, cwd=odd, timestamp=odd).thread == "t2"


def test_versions_are_compared_by_two_numbers() -> None:
    assert numbered("0.154.0-alpha.6.2") == (0, 154)
    assert numbered("1.2") == (1, 2)
    for odd in ("", "0", "x.y", "0.x", "9" * 5000 + ".1"):
        assert numbered(odd) == (0, 0)
