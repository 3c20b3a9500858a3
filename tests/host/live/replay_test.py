from pathlib import Path

from cctl.core.agent import agents
from cctl.core.agent.spec import Origin
from cctl.host.live.replay import Replay
from cctl.host.transcript import Transcript
from cctl.records.schema import Record
from tests.host.live.home import S1, S2, Home, states


def replayed(home: Home, *paths: Path) -> list[Record]:
    transcripts = [Transcript(str(path), "claude", Origin(str(path), path.stem)) for path in paths]
    return list(Replay(agents(), home.now(), transcripts).records())


def test_sessions_that_ran_side_by_side_are_told_side_by_side(tmp_path: Path) -> None:
    home = Home(tmp_path)
    for number in range(4):
        home.wait(10)
        one = home.write(home.prompt(f"a{number}"))
        home.wait(10)
        two = home.write(home.prompt(f"b{number}", session=S2), session=S2)
    found = [each["prompt"] for each in replayed(home, two, one) if each["type"] == "turn"]
    assert found == ["a0", "b0", "a1", "b1", "a2", "b2", "a3", "b3"]


def test_at_full_speed_a_response_is_told_once_and_all_else_stays(tmp_path: Path) -> None:
    home = Home(tmp_path)
    path = home.write(home.prompt(), home.call(), home.result(), home.rest())
    transcripts = [Transcript(str(path), "claude", Origin(str(path), path.stem))]
    settled = list(Replay(agents(), home.now(), transcripts, settled=True).records())
    assert states(settled) == states(replayed(home, path))
    spends = [each["id"] for each in settled if each["type"] == "spend"]
    assert len(spends) == len(set(spends))


def test_states_change_when_they_did_by_the_clock_of_the_record(tmp_path: Path) -> None:
    home = Home(tmp_path)
    path = home.write(home.prompt(), home.call())
    home.wait(300)
    home.write(home.result(), home.rest())
    home.wait(5000)
    home.write(home.prompt("again"))
    found = replayed(home, path)
    assert [state for state, _ in states(found)] == [
        "processing",
        "needs_input",
        "processing",
        "waiting_input",
        "idle",
        "processing",
    ]
    times = [each["ts"] for each in found]
    assert times == sorted(times)


def test_a_file_alone_is_told_to_its_end(tmp_path: Path) -> None:
    home = Home(tmp_path)
    path = home.write(home.prompt(), home.rest())
    path.write_bytes(path.read_bytes() + b'{"type":"user","torn')
    found = replayed(home, path)
    assert [each["type"] for each in found].count("turn") == 1
    assert {each["session"] for each in found} == {S1}


def test_a_session_of_which_only_facts_are_told_is_told_at_the_end(tmp_path: Path) -> None:
    home = Home(tmp_path)
    path = home.write(home.line("system", subtype="informational", content="hello"))
    assert [state for state, _ in states(replayed(home, path))] == ["unknown"]
