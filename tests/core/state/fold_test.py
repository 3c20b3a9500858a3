from hypothesis import given
from hypothesis import strategies as st

from cctl.core.state.decide import decide
from cctl.core.state.fold import Fold
from cctl.records.schema import Record
from tests.core.state.stream import Stream


def busy_day() -> list[Record]:
    """One of everything, with a sub-agent and a fork's copy of a response."""
    stream = Stream()
    stream.start(title="first")
    stream.alive()
    stream.turn()
    first = stream.call("Read", input={"file_path": "/p/a"})
    stream.spend(0.02, "msg-a")
    stream.wait(1).result(first)
    stream.registry("busy")
    agent = stream.call("Agent", input={"prompt": "look"})
    stream.wait(1).result(agent, background="a1")
    stream.wait(2).spend(0.03, agent_id="a1", subagent="Explore")
    stream.call(input={"command": "ls"}, agent_id="a1")
    stream.hook("PermissionRequest", tool="Bash", input={"command": "ls"}, agent_id="a1")
    stream.wait(1).notice("compaction", {"post_tokens": 4000})
    stream.spend(0.01, "msg-b")
    stream.spend(0.04, "msg-b", tokens={"output": 900})
    stream.wait(1).notice("rest")
    stream.wait(9).notice("task", {"task": "a1", "status": "completed"})
    stream.turn("<done>", source="task_notification")
    stream.wait(1).notice("title", {"title": "second"})
    stream.notice("rest")
    return stream.records


def folded(records: list[Record]) -> Fold:
    fold = Fold()
    for record in records:
        fold.add(record)
    return fold


def test_one_of_everything_is_counted_once() -> None:
    standing = folded(busy_day()).standings["s1"]
    assert (standing.turns, standing.calls, standing.responses) == (1, 3, 3)
    assert standing.cost_nano == 90_000_000
    assert standing.tokens == [30, 1100, 3000, 0, 27000]
    assert standing.subagents["a1"].cost_nano == 30_000_000
    assert standing.texts["title"] == "second"
    assert (standing.agent, standing.texts["project"]) == ("claude", "/p")


@given(st.lists(st.tuples(st.integers(0, 25), st.integers(0, 25)), max_size=6))
def test_lines_read_again_change_nothing(repeats: list[tuple[int, int]]) -> None:
    records = busy_day()
    stuttered: list[Record] = []
    for at, record in enumerate(records):
        stuttered.append(record)
        for end, back in repeats:
            if end == at:
                stuttered += records[max(0, at - back) : at + 1]
    once, again = folded(records), folded(stuttered)
    assert once.standings == again.standings
    now = once.now_ms + 5000
    assert decide(once.standings["s1"], now) == decide(again.standings["s1"], now)


def test_sessions_of_a_merged_stream_do_not_touch_each_other() -> None:
    one, two = Stream("one"), Stream("two")
    for stream in (one, two):
        stream.turn()
        stream.spend()
    two.notice("rest")
    mixed = [record for pair in zip(one.records, two.records, strict=False) for record in pair] + two.records[2:]
    fold = folded(mixed)
    assert fold.standings["one"] == folded(one.records).standings["one"]
    assert fold.standings["two"] == folded(two.records).standings["two"]


def test_the_clock_of_a_stream_is_its_latest_time() -> None:
    fold = folded(busy_day())
    before = fold.now_ms
    fold.add({"type": "heartbeat", "v": 1, "ts": "2026-06-01T11:00:00.000Z", "sessions": 0, "files": 0})
    assert fold.now_ms > before
    fold.add({"type": "heartbeat", "v": 1, "ts": "2026-06-01T10:00:00.000Z", "sessions": 0, "files": 0})
    assert fold.now_ms == before + (fold.now_ms - before)


def test_records_that_are_odd_are_passed_over() -> None:
    fold = Fold()
    odd: list[Record] = [
        {},
        {"type": "call"},
        {"type": "call", "session": 7},
        {"type": "call", "session": ""},
        {"type": "nova", "session": "s"},
        {"type": "evidence", "session": "s", "kind": "process", "data": "dead"},
        {"type": "spend", "session": "s", "id": "a", "tokens": {"input": "many", "output": -4}, "cost_usd": "free"},
        {"type": "spend", "session": "s", "id": "b", "tokens": None, "cost_usd": float("inf")},
        {"type": "notice", "session": "s", "kind": None, "data": 5, "ts": "yesterday"},
        {"type": "result", "session": "s", "call": None, "error": "yes"},
        {"type": "call", "session": "s", "id": 5, "tool": None, "input": "rm"},
    ]
    for record in odd:
        fold.add(record)
    standing = fold.standings["s"]
    assert (standing.responses, standing.unpriced, standing.cost_nano, standing.total) == (2, 2, 0, 0)
    assert standing.pending == {}


def test_the_window_is_asked_once_for_each_model() -> None:
    asked: list[str] = []

    def window(model: str) -> int:
        asked.append(model)
        return 200_000

    fold = Fold(window)
    for record in busy_day():
        fold.add(record)
    assert asked == ["m1"]
    assert fold.standings["s1"].window == 200_000


def test_a_forgotten_session_starts_anew() -> None:
    fold = folded(busy_day())
    fold.forget("s1")
    assert fold.standings == {} and fold.seen == {}
