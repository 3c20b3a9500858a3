from fixtures.health.story import Story
from tests.core.health.told import findings, session


def told(hit: float, responses: int = 14, **more: bool) -> Story:
    story = session()
    story.context = 60_000
    for _ in range(responses):
        story.a_moment().respond(500, hit=hit, **more)  # type: ignore[arg-type] # cache is a flag
    return story


def test_little_from_the_cache_is_told_with_what_it_cost() -> None:
    found = findings(told(0.05), "cache_low")
    assert found[0]["severity"] == "critical" and found[0]["evidence"]["ratio"] < 0.1
    assert found[0]["cost_usd"] > 0
    assert findings(told(0.25), "cache_low")[0]["severity"] == "warning"


def test_a_good_ratio_and_a_short_session_are_fine() -> None:
    assert findings(told(1.0), "cache_low") == []
    assert findings(told(0.0, 7), "cache_low") == []


def test_a_provider_without_a_cache_is_only_told_of() -> None:
    [found] = findings(told(0.0, cache=False), "cache_low")
    assert found["severity"] == "info" and found["message"] == "nothing is cached"


def test_small_requests_say_nothing() -> None:
    story = session()
    story.context = 1_000
    for _ in range(12):
        story.respond(10, hit=0)
    assert findings(story, "cache_low") == []


def test_pauses_that_let_it_go_cold_are_another_checks() -> None:
    story = session()
    story.context = 60_000
    for _ in range(14):
        story.wait(400).respond(500)
    assert findings(story, "cache_low") == []
    assert findings(story, "cache_miss")
