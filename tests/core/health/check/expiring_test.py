import pytest

from fixtures.health.story import stamp
from tests.core.health.told import findings, session


@pytest.mark.parametrize(("days", "severity"), [(2.5, "info"), (0.5, "warning"), (-1, "warning"), (3.1, ""), (20, "")])
def test_a_transcript_about_to_be_deleted_is_told(days: float, severity: str) -> None:
    story = session()
    story.live("finished", expires=stamp(story.ms + int(days * 86_400_000)))
    assert [each["severity"] for each in findings(story, "expiring")] == ([severity] if severity else [])


def test_it_is_told_once_for_a_date() -> None:
    story = session()
    expires = stamp(story.ms + 2 * 86_400_000)
    for _ in range(5):
        story.live("finished", expires=expires)
    assert len(findings(story, "expiring")) == 1


def test_no_date_no_word() -> None:
    story = session()
    story.live("finished", expires="soon")
    assert findings(story, "expiring") == []
