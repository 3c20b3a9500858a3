from fixtures.health.wrong import compact
from tests.core.health.told import findings, session


def test_three_automatic_compactions_close_together_are_thrash() -> None:
    story = session()
    for _ in range(2):
        compact(story)
        story.work(1)
    assert findings(story, "compaction_thrash") == []
    compact(story)
    [found] = findings(story, "compaction_thrash")
    assert found["evidence"]["compactions"] == 3 and max(found["evidence"]["responses_between"]) <= 15


def test_by_hand_or_far_apart_is_fine() -> None:
    story = session()
    for trigger in ("auto", "manual", "auto"):
        compact(story, trigger)
        story.work(1)
    assert findings(story, "compaction_thrash") == []
    story = session()
    for _ in range(4):
        compact(story)
        story.work(8)
    assert findings(story, "compaction_thrash") == []


def test_thinning_is_no_compaction() -> None:
    story = session()
    for _ in range(5):
        compact(story, micro=True)
    assert findings(story, "compaction_thrash") == []
