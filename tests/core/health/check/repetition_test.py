from fixtures.health.story import Story
from tests.core.health.told import findings, session


def reading(story: Story, times: int) -> Story:
    for number in range(times):
        story.read("auth")
        story.bash(f"echo {number}", f"{number}")
    return story


def test_reading_the_same_again_and_again_is_told() -> None:
    assert findings(reading(session(), 4), "repetition") == []
    [found] = findings(reading(session(), 7), "repetition")
    assert found["evidence"]["path"] == "/p/auth.py" and found["evidence"]["count"] == 5


def test_an_edit_starts_anew() -> None:
    story = reading(session(), 4)
    story.edit("auth")
    assert findings(reading(story, 4), "repetition") == []


def test_a_compaction_starts_anew() -> None:
    story = reading(session(), 4)
    story.put("notice", kind="compaction", data={})
    assert findings(reading(story, 4), "repetition") == []


def test_a_file_that_changed_is_news() -> None:
    story = session()
    for number in range(9):
        story.read("log", f"{number} lines")
        story.bash(f"echo {number}", f"{number}")
    assert findings(story, "repetition") == []


def test_failing_reads_are_not_its_business() -> None:
    story = session()
    for number in range(9):
        story.read("gone", "no such file", error=True)
        story.bash(f"echo {number}", f"{number}")
    assert findings(story, "repetition") == []
