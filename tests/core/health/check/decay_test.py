from cctl.core.health.check.decay import score
from cctl.core.health.history import History
from tests.core.health.told import findings, session


def test_a_fresh_session_has_no_points() -> None:
    assert sum(score(History("s")).values()) == 0


def test_a_context_of_seven_tenths_gives_twenty() -> None:
    assert score(History("s", window=100, prompt=70))["context"] == 20


def test_each_part_is_bounded() -> None:
    history = History("s", window=100, prompt=1000, reread=99)
    history.errors.extend([False] * 40 + [True] * 10)
    history.edit_tokens = [100] * 5 + [9_000] * 5
    assert score(history) == {"context": 40, "errors": 25, "efficiency": 20, "rereading": 15}


def test_one_cause_alone_is_left_to_its_own_check() -> None:
    story = session()
    story.context = 190_000
    story.respond(0)
    assert findings(story, "decay") == []


def test_the_parts_stand_in_the_evidence() -> None:
    story = session()
    for number in range(6):
        story.read("auth")
        story.bash(f"echo {number}", f"{number}")
    story.context = 180_000
    story.respond(0)
    [found] = findings(story, "decay")
    assert found["severity"] == "info" and found["evidence"]["parts"]["rereading"] == 15
