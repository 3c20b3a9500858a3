from fixtures.health.wrong import many
from tests.core.health.told import findings, session


def test_failures_that_accelerate_are_told_once_a_turn() -> None:
    story = session()
    many(story, 40, 0.05)
    many(story, 30, 0.9)
    [found] = findings(story, "errors")
    assert found["evidence"]["ratio"] >= 0.5 > found["evidence"]["usual"]


def test_failures_all_along_are_work() -> None:
    story = session()
    many(story, 80, 0.6)
    assert findings(story, "errors") == []


def test_too_few_results_say_nothing() -> None:
    story = session()
    many(story, 9, 0.0)
    many(story, 20, 1.0)
    assert findings(story, "errors") == []


def test_what_a_person_refuses_is_no_error() -> None:
    story = session()
    many(story, 40, 0.0)
    for number in range(30):
        story.bash(f"rm {number}", "no", error=True, denied={"by": "human"})
    assert findings(story, "errors") == []
