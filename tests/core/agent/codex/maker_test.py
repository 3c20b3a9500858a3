"""What all records of a rollout share."""

from cctl.core.agent.codex.maker import Maker
from cctl.core.agent.spec import Origin, Row


def maker(**payload: object) -> Maker:
    made = Maker(Origin(path="/r.jsonl", session="from-name"))
    made.number, made.ms = 7, 1_795_167_044_722
    if payload:
        made.meter.feed({"type": "session_meta", "payload": payload, "timestamp": "2026-11-20T09:30:44.722Z"}, 0)
    return made


def row(**fields: object) -> Row:
    plain = Row(
        "r", 0, "gpt-5", 1, 2, 3, 0, 4, 0, "", "", "t", "t", "", "", "/p", "/p", "", "Bash:0a mcp__a:b:0c", 0, -1
    )
    return plain._replace(**fields)  # type: ignore[arg-type]  # fields are given by name


def test_a_record_says_when_whose_and_from_where() -> None:
    assert maker().make("turn", id="x", prompt=None, source="") == {
        "type": "turn",
        "v": 1,
        "ts": "2026-11-20T09:30:44.722Z",
        "session": "from-name",
        "agent": "codex",
        "src": {"path": "/r.jsonl", "line": 7},
        "id": "x",
    }


def test_records_of_a_sub_agent_are_of_the_session_that_spawned_it() -> None:
    record = maker(id="t2", source={"subagent": "review"}, parent_thread_id="t1").notice("rest", cause="x", turn="")
    assert (record["session"], record["agent_id"], record["data"]) == ("t1", "t2", {"cause": "x"})


def test_spend_is_whose_the_row_says() -> None:
    record = maker(id="t2", source={"subagent": "review"}, parent_thread_id="t1").spend(row())
    assert (record["session"], "agent_id" in record, record["paid_by"]) == ("t", False, "recorded")
    assert record["tokens"] == {
        "input": 1,
        "output": 2,
        "cache_write_5m": 3,
        "cache_write_1h": 0,
        "cache_read": 4,
    }
    assert record["tools"] == ["Bash", "mcp__a:b"]
    unsure = maker().spend(row(payer="", model="", web=2, speed="fast", agent_id="t9", subagent="docs"))
    assert (unsure["model"], unsure["web_searches"], unsure["speed"]) == ("", 2, "fast")
    assert (unsure["agent_id"], unsure["subagent"], "paid_by" in unsure) == ("t9", "docs", False)


def test_standard_input_is_a_dash_and_errors_name_their_line() -> None:
    made = Maker(Origin())
    made.number = 3
    assert made.make("turn")["src"] == {"path": "-", "line": 3}
    assert made.error("compressed", "why")["src"] == {"path": "-", "line": 3}
