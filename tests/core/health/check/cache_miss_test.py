import pytest

from fixtures.health.story import Story
from tests.core.health.told import findings, session


def large() -> Story:
    story = session()
    story.context = 80_000
    story.respond(0)
    story.a_moment().respond(500)
    return story


def test_a_break_without_a_pause_is_a_warning_with_its_price() -> None:
    story = large()
    story.a_moment().respond(500, hit=0)
    [found] = findings(story, "cache_miss")
    assert (found["severity"], found["evidence"]["kind"]) == ("warning", "break")
    assert found["cost_usd"] == pytest.approx(80_500 * (3.75 - 0.3) / 1e6, rel=0.01)
    assert len(found["evidence"]["records"]) == 2


def test_a_prefix_that_still_hits_hides_no_break() -> None:
    story = large()
    story.a_moment().respond(500, hit=0.2)
    assert findings(story, "cache_miss")[0]["evidence"]["tokens"] > 60_000


def test_a_pause_longer_than_the_cache_lives_is_information() -> None:
    story = large()
    story.wait(301).respond(500)
    [found] = findings(story, "cache_miss")
    assert (found["severity"], found["evidence"]["kind"], found["evidence"]["lifetime_s"]) == ("info", "expiry", 300)


def test_a_cache_of_an_hour_outlives_ten_minutes() -> None:
    story = session()
    story.cache_s = 3600
    story.context = 80_000
    story.respond(0)
    story.wait(600).respond(500)
    assert findings(story, "cache_miss") == []


def test_another_model_has_another_cache() -> None:
    story = large()
    story.model = "opus-5"
    story.a_moment().respond(500, hit=0)
    [found] = findings(story, "cache_miss")
    assert (found["severity"], found["evidence"]["kind"]) == ("info", "model")


def test_breaks_again_and_again_are_thrash_said_once() -> None:
    story = large()
    for _ in range(8):
        story.a_moment().respond(500, hit=0)
    found = findings(story, "cache_miss")
    assert [each["evidence"]["kind"] for each in found] == ["break", "break", "thrash", "thrash"]
    assert found[-1]["severity"] == "critical"


def test_a_compaction_rebuilds_the_cache_by_intention() -> None:
    story = large()
    story.put("notice", kind="compaction", data={"trigger": "auto"})
    story.a_moment().respond(-30_000, hit=0)
    assert findings(story, "cache_miss") == []


def test_repeated_lines_of_one_response_are_one_response() -> None:
    story = large()
    story.a_moment().respond(500)
    story.records.append(dict(story.records[-1]))
    assert findings(story, "cache_miss") == []


def test_without_prices_the_tokens_still_tell() -> None:
    story = large()
    story.model = "free-1"
    story.respond(500)
    story.respond(500, hit=0)
    assert "cost_usd" not in findings(story, "cache_miss")[-1]
