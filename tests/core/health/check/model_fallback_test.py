import pytest

from cctl.core.health.check.model_fallback import family
from fixtures.health.story import Story
from tests.core.health.told import findings, session


def switched(story: Story) -> Story:
    story.model = "haiku-5"
    return story.work(1)


def test_another_model_within_a_turn_is_told() -> None:
    [found] = findings(switched(session().work(1)), "model_fallback")
    assert (found["evidence"]["from"], found["evidence"]["to"]) == ("sonnet-5", "haiku-5")


def test_a_prompt_may_choose_a_model_unless_the_service_failed() -> None:
    assert findings(switched(session().work(1).rest().prompt()), "model_fallback") == []
    story = session().work(1).rest().prompt()
    story.put("notice", kind="api_error", data={"final": False, "status": 529})
    [found] = findings(switched(story), "model_fallback")
    assert found["evidence"]["after_errors"] is True


def test_a_command_or_a_mode_may_choose_one_too() -> None:
    story = session().work(1)
    story.put("notice", kind="other", data={"what": "command", "command": "/model haiku"})
    assert findings(switched(story), "model_fallback") == []
    story = Story("s1", 1).prompt(mode="plan").work(1).prompt(mode="default")
    assert findings(switched(story), "model_fallback") == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("claude-opus-5", "claude-opus-5-20260101", True),
        ("anthropic/opus-5", "opus-5[1m]", True),
        ("us.anthropic.opus-5", "opus-5", True),
        ("opus-5", "opus-5-5", False),
        ("gpt-9", "gpt-9-mini", False),
        ("", "x", False),
    ],
)
def test_what_makes_another_model(one: str, other: str, same: bool) -> None:
    assert (family(one) == family(other)) is same
