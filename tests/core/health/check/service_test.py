from fixtures.health.story import Story
from tests.core.health.told import findings, session


def failed(story: Story, **data: object) -> Story:
    story.put("notice", kind="api_error", data={"final": False, "status": 529, **data})
    return story.wait(20)


def test_a_failure_for_good_is_told_at_once() -> None:
    [found] = findings(failed(session(), final=True, status=500, message="x" * 900), "service")
    assert found["severity"] == "warning" and len(found["evidence"]["text"]) == 200


def test_retries_are_told_when_there_are_many_within_minutes() -> None:
    story = session()
    for _ in range(5):
        failed(story)
    assert findings(story, "service") == []
    [found] = findings(failed(story), "service")
    assert found["evidence"]["count"] == 6


def test_a_limit_of_the_account_is_named() -> None:
    [found] = findings(failed(session(), final=True, status=429, error="rate_limit"), "service")
    assert found["evidence"]["limited"] is True and found["advice"] == "Wait for the reset."


def test_quotas_are_told_once_until_their_reset() -> None:
    story = session()
    for used in (95.0, 96.0, 97.0):
        limits = {"primary": {"used_percent": used, "resets_at": 5}, "secondary": {"used_percent": "many"}}
        story.put("notice", kind="other", data={"rate_limits": limits})
    assert len(findings(story, "service")) == 1
    story.put("notice", kind="other", data={"rate_limits": {"primary": {"used_percent": 95.0, "resets_at": 9}}})
    assert len(findings(story, "service")) == 2
