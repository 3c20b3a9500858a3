from fixtures.health.story import Story
from fixtures.health.wrong import quiet_windows
from tests.core.health.told import findings, session


def burst(story: Story, usd: float) -> Story:
    for _ in range(4):
        story.edit("a", spend=False)
        story.pay(usd / 4)
    return story


def test_many_times_the_usual_is_a_spike_with_what_it_cost_beyond() -> None:
    story = session()
    quiet_windows(story, 9, 0.3)
    [found] = findings(burst(story, 2.4), "cost_spike")
    assert found["severity"] == "warning" and found["evidence"]["factor"] >= 4
    assert 0 < found["cost_usd"] < 2.5


def test_far_more_is_critical() -> None:
    story = session()
    quiet_windows(story, 9, 0.2)
    assert findings(burst(story, 8.0), "cost_spike")[-1]["severity"] == "critical"


def test_too_few_windows_say_nothing() -> None:
    story = session()
    quiet_windows(story, 4, 0.3)
    assert findings(burst(story, 3.0), "cost_spike") == []


def test_small_sums_are_no_spike() -> None:
    story = session()
    quiet_windows(story, 9, 0.02)
    assert findings(burst(story, 0.9), "cost_spike") == []


def test_a_session_that_was_always_dear_has_no_spike() -> None:
    story = session()
    quiet_windows(story, 12, 2.0)
    assert findings(burst(story, 3.0), "cost_spike") == []
