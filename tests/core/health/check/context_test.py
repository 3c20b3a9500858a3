import pytest

from fixtures.health.story import Story
from tests.core.health.told import findings, session


def filled(tokens: int) -> Story:
    story = session()
    story.context = tokens - 12
    story.respond(0)
    return story


@pytest.mark.parametrize(("tokens", "severity"), [(160_000, "warning"), (180_000, "critical")])
def test_a_full_context_is_told_at_its_limits(tokens: int, severity: str) -> None:
    [found] = findings(filled(tokens), "context")
    assert found["severity"] == severity and found["evidence"]["window"] == 200_000
    assert (
        findings(filled(tokens - 1_000), "context", {"context_warning_ratio": tokens / 200_000}) == []
        or severity != "warning"
    )


def test_below_the_limit_is_fine_and_unknown_windows_too() -> None:
    assert findings(filled(159_000), "context") == []
    story = session()
    story.model = "odd-1"
    story.context = 400_000
    story.respond(0)
    assert findings(story, "context") == []


def test_steady_growth_foretells_the_compaction() -> None:
    story = filled(100_000)
    for _ in range(2):
        story.a_moment().respond(25_000)
    [found] = findings(story, "context")
    assert found["severity"] == "info" and found["evidence"]["compaction_turns"] == 1


def test_one_large_file_is_no_trend() -> None:
    story = filled(80_000)
    story.respond(100)
    story.respond(55_000)
    assert findings(story, "context") == []


def test_it_is_said_once_until_a_compaction() -> None:
    story = filled(165_000)
    story.work(2)
    assert len(findings(story, "context")) == 1
    story.put("notice", kind="compaction", data={"trigger": "auto"})
    story.context = 165_000
    story.respond(0)
    assert len(findings(story, "context")) == 2


def test_a_context_that_outgrows_its_window_has_a_larger_one() -> None:
    assert findings(filled(250_000), "context") == []
