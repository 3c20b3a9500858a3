from cctl.core.moment import stamp
from cctl.core.state.decide import decide
from cctl.core.state.fold import Fold
from cctl.core.state.show import SHOWN, session
from cctl.records.schema import Record
from tests.core.state.stream import Stream


def shown(stream: Stream, seconds: float = 0, window: int = 200_000) -> Record:
    fold = Fold(lambda model: window)
    for record in stream.records:
        fold.add(record)
    now = stream.ms + int(seconds * 1000)
    standing = fold.standings["s1"]
    return session(standing, decide(standing, now), now)


def test_a_session_says_all_that_is_known() -> None:
    stream = Stream()
    stream.start(name="proj-5", version="2.1")
    stream.alive(rss_bytes=5000, processes=2, cpu_ratio=0.5)
    stream.turn()
    stream.spend(0.25, tokens={"cache_read": 90_000})
    stream.wait(10).spend(0.25, tokens={"cache_read": 100_000})
    call = stream.call()
    found = shown(stream, 2)
    assert found["type"] == "session" and found["ts"] == stamp(stream.ms + 2000)
    assert (found["state"], found["because"], found["pid"], found["process_start"]) == (
        "processing",
        "process",
        7,
        "55",
    )
    assert found["pending"] == [{"id": call, "tool": "Bash", "input": {"command": "make"}, "age_s": 2.0}]
    assert (found["cost_usd"], found["turns"], found["calls"], found["responses"]) == (0.5, 1, 1, 2)
    assert found["context_tokens"] == 101_010 and found["context_ratio"] == 0.505
    assert found["compaction_tokens"] == 170_000 - 101_010
    assert found["compaction_turns"] == 7
    assert found["cache_expires"] == stamp(stream.ms + 300_000)
    assert found["burn_usd_per_h"] == 6.0
    assert found["tokens"]["total"] == 192_220
    assert (found["rss_bytes"], found["processes"], found["cpu_ratio"]) == (5000, 2, 0.5)


def test_what_is_unknown_is_absent() -> None:
    stream = Stream()
    stream.start()
    found = shown(stream, window=0)
    absent = {
        "model",
        "pid",
        "context_ratio",
        "context_tokens",
        "cache_expires",
        "burn_usd_per_h",
        "last",
        "waiting_for",
    }
    assert not absent & set(found)


def test_spend_without_a_price_gives_no_cost_but_says_how_many() -> None:
    stream = Stream()
    stream.spend(None)
    found = shown(stream)
    assert "cost_usd" not in found and found["unpriced"] == 1


def test_a_dead_process_uses_nothing() -> None:
    stream = Stream()
    stream.alive(rss_bytes=5000, life="dead")
    found = shown(stream)
    assert found["pid"] == 7 and "rss_bytes" not in found and found["state"] == "finished"


def test_a_full_context_has_no_turns_left() -> None:
    stream = Stream()
    stream.spend(tokens={"cache_read": 190_000})
    found = shown(stream)
    assert (found["compaction_tokens"], found["compaction_turns"]) == (0, 0)


def test_running_sub_agents_come_first_and_long_lists_are_cut() -> None:
    stream = Stream()
    stream.turn()
    for n in range(40):
        stream.spend(0.01, agent_id=f"a{n}", subagent="Explore")
        stream.notice("rest", agent_id=f"a{n}")
    stream.spend(0.02, agent_id="busy")
    rows = shown(stream, 5)["subagents"]
    assert len(rows) == SHOWN
    assert rows[0]["agent_id"] == "busy" and rows[0]["active"] and rows[0]["cost_usd"] == 0.02
    assert not rows[1]["active"] and rows[1]["subagent"] == "Explore"


def test_background_tasks_have_an_age() -> None:
    stream = Stream()
    call = stream.call()
    stream.result(call, background="b1")
    assert shown(stream, 60)["background"] == [
        {"id": "b1", "kind": "shell", "age_s": 60.0, "tool": "Bash", "call": call}
    ]
