"""Turns and rests: one of each, however many lines tell of them."""

from cctl.core.agent.claude.frame import Frame
from cctl.core.agent.claude.turn import Turns
from cctl.core.agent.spec import Origin


def begun() -> tuple[Frame, Turns]:
    frame = Frame(Origin())
    frame.take({"sessionId": "s", "timestamp": "2026-06-20T09:00:01.000Z", "uuid": "u"}, 1)
    return frame, Turns(frame)


def told(frame: Frame) -> list[str]:
    return [
        record["source"] if record["type"] == "turn" else record["data"].get("cause") or record["data"]["what"]
        for record in frame.released()
    ]


def test_a_response_of_several_lines_rests_once_after_its_text() -> None:
    frame, turns = begun()
    turns.prompted("go", "human")
    turns.answering("m")
    turns.answered("m", "end_turn", said=False)
    assert told(frame) == ["human"]
    turns.answering("m")
    turns.answered("m", "end_turn", said=True)
    assert told(frame) == ["end_turn"]
    turns.answering("m")
    turns.answered("m", "end_turn", said=True)
    turns.rested("turn_duration")
    assert told(frame) == []


def test_a_response_of_thought_alone_rests_at_the_next_line() -> None:
    frame, turns = begun()
    turns.answering("m")
    turns.answered("m", "end_turn", said=False)
    assert told(frame) == []
    turns.passed()
    assert told(frame) == ["end_turn"]


def test_the_client_tells_a_rest_that_no_answer_told() -> None:
    frame, turns = begun()
    turns.answering("m")
    turns.answered("m", "", said=True)
    turns.rested("turn_duration")
    turns.rested("interrupt")
    assert told(frame) == ["turn_duration"]


def test_an_agent_that_goes_on_after_a_hook_rests_again() -> None:
    frame, turns = begun()
    for key in ("m1", "m2"):
        turns.answering(key)
        turns.answered(key, "end_turn", said=True)
    assert told(frame) == ["end_turn", "end_turn"]


def test_waiting_for_a_tool_is_no_rest() -> None:
    frame, turns = begun()
    for stop in ("tool_use", "pause_turn"):
        turns.answering(stop)
        turns.answered(stop, stop, said=True)
    turns.passed()
    assert told(frame) == []


def test_a_command_is_a_turn_only_if_the_model_answers() -> None:
    frame, turns = begun()
    turns.commanded("/review 4")
    assert told(frame) == []
    turns.expanded()
    assert told(frame) == ["command"]
    turns.commanded("/init")
    turns.answering("m")
    assert told(frame) == ["command"]
    turns.commanded("/model opus")
    turns.settled()
    assert told(frame) == ["command"], "now a notice: the client carried it out"
    turns.commanded("/clear")
    turns.prompted("go", "human")
    assert told(frame) == ["command", "human"]
