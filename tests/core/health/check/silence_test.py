from fixtures.health.story import Story
from fixtures.health.wrong import pending
from tests.core.health.told import findings, session


def waiting(seconds: float, **more: object) -> Story:
    story = session()
    waits = pending(story)
    story.wait(seconds).live("processing", pending=waits, **more)
    return story


def test_a_call_without_a_sign_of_life_is_told_at_its_limit() -> None:
    assert findings(waiting(899), "silence") == []
    [found] = findings(waiting(901), "silence")
    assert found["evidence"]["silent_s"] >= 900 and found["thresholds"]["silence_tool_s"] == 900


def test_a_prompt_without_an_answer_sooner() -> None:
    story = session()
    story.wait(310).live("processing")
    assert findings(story, "silence")[0]["thresholds"] == {"silence_api_s": 300, "silence_cpu_ratio": 0.02}


def test_use_of_the_processor_is_a_sign_of_life() -> None:
    assert findings(waiting(4000, cpu_ratio=0.5), "silence") == []


def test_a_session_that_waits_is_not_silent() -> None:
    story = session()
    story.rest().wait(4000).live("waiting_input")
    assert findings(story, "silence") == []


def test_a_file_alone_is_never_silent() -> None:
    story = session()
    story.call("Bash", {"command": "make"})
    story.wait(1e6).put("end", of="cat", records=1, errors=0, exit=0)
    assert findings(story, "silence") == []


def test_the_same_silence_is_told_once() -> None:
    story = session()
    waits = pending(story)
    for _ in range(5):
        story.wait(1000).live("processing", pending=waits)
    assert len(findings(story, "silence")) == 1


def test_odd_records_are_passed_over() -> None:
    story = session()
    story.live("processing", last="yesterday", pending=["x"], subagents=[5], cpu_ratio=None)
    story.live("unknown", because="transcript")
    assert findings(story, "silence") == []
