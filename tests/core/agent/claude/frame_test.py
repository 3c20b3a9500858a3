"""Records of one line: in the order of the schema, with a time always."""

from cctl.core.agent.claude.frame import Frame
from cctl.core.agent.spec import Origin

LINE = {"sessionId": "s", "timestamp": "2026-06-20T11:00:01.000+02:00", "cwd": "/p", "gitBranch": "main", "uuid": "u"}


def test_a_record_says_what_its_line_says() -> None:
    frame = Frame(Origin("/f.jsonl"))
    frame.take({**LINE, "agentId": "a"}, 7)
    frame.emit("message", {"id": "m", "text": "x"})
    assert frame.released() == [
        {
            **{"type": "message", "v": 1, "ts": "2026-06-20T09:00:01.000Z", "session": "s", "agent": "claude"},
            **{"agent_id": "a", "src": {"path": "/f.jsonl", "line": 7}, "id": "m", "text": "x"},
        }
    ]
    assert frame.released() == []


def test_a_spend_record_says_itself_when_it_was_and_whose() -> None:
    frame = Frame(Origin())
    frame.take({**LINE, "agentId": "a"}, 1)
    frame.spend({"ts": "2026-06-20T08:00:00.000Z", "session": "payer", "id": "m"}, 1)
    (made,) = frame.released()
    assert (made["ts"], made["session"], made["src"]) == ("2026-06-20T08:00:00.000Z", "payer", {"path": "-", "line": 1})
    assert "agent_id" not in made, "also which sub-agent it was"
    assert list(made)[:3] == ["type", "v", "ts"]


def test_odd_values_are_looked_at_anew_at_each_line() -> None:
    frame = Frame(Origin())
    for aside, agent_id in ((True, "sidechain"), (1, ""), ([], ""), (True, "sidechain")):
        frame.take({**LINE, "isSidechain": aside}, 1)
        assert frame.agent_id == agent_id
    nested: list[object] = []
    for _ in range(100_000):
        nested = [nested]
    for _ in range(2):
        frame.take({"sessionId": nested, "cwd": 7}, 1)
        assert (frame.session, frame.place, frame.said) == ("s", {}, None)


def test_what_has_no_time_takes_that_of_the_line_before_or_waits() -> None:
    frame = Frame(Origin(session="file"))
    frame.take({"type": "summary"}, 1)
    frame.notice("title", {"title": "x"})
    assert frame.released() == [] and not frame.timed
    frame.take(LINE, 2)
    frame.notice("rest", {})
    waited, now = frame.released()
    assert (waited["ts"], waited["session"], waited["src"]["line"]) == ("2026-06-20T09:00:01.000Z", "file", 1)
    assert now["src"]["line"] == 2
    frame.take({"type": "mode"}, 3)
    frame.notice("other", {})
    assert frame.released()[0]["ts"] == "2026-06-20T09:00:01.000Z"


def test_what_waits_for_a_time_that_never_comes_is_counted() -> None:
    frame = Frame(Origin())
    frame.take({}, 1)
    frame.notice("title", {})
    frame.drop()
    assert frame.skipped == {"no_time": 1}
    assert frame.released() == []


def test_a_turn_has_an_id_whatever_its_line_lacks() -> None:
    frame = Frame(Origin())
    frame.take({**LINE, "permissionMode": "plan"}, 1)
    where = {"cwd": "/p", "branch": "main"}
    assert frame.turn("go", "human") == {"id": "u", "prompt": "go", "source": "human", **where, "mode": "plan"}
    frame.take({"promptId": "p"}, 2)
    assert frame.turn("go", "human")["id"] == "p"
    frame.take({}, 3)
    assert frame.turn("go", "human") == {"id": "line-3", "prompt": "go", "source": "human"}
