import pytest

from fixtures.health.story import Story
from tests.core.health.told import findings, session


def listings(story: Story, count: int) -> Story:
    for _ in range(count):
        story.bash("ls", "app.py")
    return story


def test_the_same_call_with_the_same_result_is_a_loop_at_the_limit_and_not_before() -> None:
    assert findings(listings(session(), 4), "loop") == []
    [found] = findings(listings(session(), 5), "loop")
    assert (found["severity"], found["evidence"]["kind"], found["evidence"]["count"]) == ("warning", "same", 5)
    assert found["thresholds"] == {"loop_same_calls": 5}
    assert found["src"]["line"] > 0 and len(found["evidence"]["records"]) == 5


def test_a_loop_that_goes_on_becomes_critical_and_is_said_once_for_each_severity() -> None:
    found = findings(listings(session(), 40), "loop")
    assert [each["severity"] for each in found] == ["warning", "critical"]


def test_a_changed_result_is_progress() -> None:
    story = session()
    for number in range(12):
        story.bash("ls", f"{number} files")
    assert findings(story, "loop") == []


def test_retries_of_a_failing_call_and_of_a_failing_target() -> None:
    story = session()
    for _ in range(4):
        story.bash("npm install", "ENOENT", error=True)
    [found] = findings(story, "loop")
    assert found["evidence"]["kind"] == "retry" and found["evidence"]["target"] == "npm install"


@pytest.mark.parametrize("period", [2, 3])
def test_calls_that_take_turns(period: int) -> None:
    story = session()
    for _ in range(4):
        for name in range(period):
            story.bash(f"cat {name}", f"text {name}")
    [found] = findings(story, "loop")
    assert found["evidence"]["kind"] == "ping_pong" and found["evidence"]["count"] == 4


def test_calls_far_apart_are_looks_at_something_that_changes_slowly() -> None:
    story = session()
    for _ in range(12):
        story.wait(30).bash("ls out", "nothing yet")
    assert findings(story, "loop") == []
    assert findings(story, "loop", {"loop_poll_gap_s": 60})


def test_a_new_prompt_starts_the_count_anew() -> None:
    story = listings(session(), 4).prompt("again")
    assert findings(listings(story, 4), "loop") == []


def test_the_same_lines_read_again_are_no_loop() -> None:
    story = listings(session(), 2)
    story.records *= 6
    assert findings(story, "loop") == []


def test_two_threads_do_not_make_a_loop_together() -> None:
    story = session()
    for number in range(8):
        story.step("Grep", {"pattern": "x"}, "none", agent_id=f"a{number % 2}")
    assert findings(story, "loop") == []


def test_limits_can_be_tightened() -> None:
    assert findings(listings(session(), 2), "loop", {"loop_same_calls": 2})


def test_a_loop_without_end_is_told_once_and_once_more_when_it_is_critical() -> None:
    endless = {
        "same": lambda story, number: story.bash("ls", "app.py"),
        "retry": lambda story, number: story.bash("make", f"error {number}", error=True),
        "ping_pong": lambda story, number: story.bash("cat " + "ab"[number % 2], "ab"[number % 2]),
    }
    for kind, step in endless.items():
        story = session()
        for number in range(150):
            step(story, number)
        found = findings(story, "loop")
        assert [each["severity"] for each in found] == ["warning", "critical"], kind
        assert {each["evidence"]["kind"] for each in found} == {kind} and found[0]["since"] == found[1]["since"]


def test_another_loop_of_the_same_kind_is_another() -> None:
    story = session()
    for command in ("ls", "pwd", "ls"):
        for _ in range(60):
            story.bash(command, command)
    assert [each["severity"] for each in findings(story, "loop")] == ["warning", "critical"] * 3
