from fixtures.health.wrong import leave
from tests.core.health.told import findings, session


def test_a_command_past_its_deadline_is_told_once() -> None:
    story = session()
    leave(story, "make all", "b1")
    story.wait(1900).work(2)
    [found] = findings(story, "background")
    assert found["severity"] == "info" and found["evidence"]["task"] == "b1"


def test_a_server_may_run_on() -> None:
    story = session()
    leave(story, "npm run dev", "b1")
    story.wait(9000).work(1)
    assert findings(story, "background") == []


def test_a_time_of_its_own_counts() -> None:
    story = session()
    leave(story, "make all", "b1", timeout=7_200_000)
    story.wait(7000).work(1)
    assert findings(story, "background") == []


def test_an_agent_is_late_when_it_is_silent() -> None:
    story = session()
    call = story.call("Agent", {"prompt": "x"})
    story.put("result", call=call, error=False, background="a1")
    story.wait(800).respond(agent_id="a1")
    story.wait(800).work(1)
    assert findings(story, "background") == []
    story.wait(900).work(1)
    assert findings(story, "background")[0]["severity"] == "warning"
