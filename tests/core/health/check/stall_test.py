from fixtures.health.story import Story
from tests.core.health.told import findings, session


def flailing(story: Story, calls: int, usd: float, seconds: float = 30) -> Story:
    for number in range(calls):
        story.bash(f"ls d{number % 3}", f"listing {number % 3}", spend=False)
        story.wait(seconds).pay(usd)
    return story


def test_money_and_time_without_anything_new_is_a_stall() -> None:
    [found] = findings(flailing(session(), 30, 0.3), "stall")
    assert found["severity"] == "warning" and found["cost_usd"] >= 5
    assert found["evidence"]["new_results"] == 3 and "stall_cost_usd" in found["thresholds"]


def test_neither_money_nor_time_alone_is() -> None:
    assert findings(flailing(session(), 30, 0.01), "stall") == []
    assert findings(flailing(session(), 30, 0.3, seconds=1), "stall") == []


def test_an_edit_or_a_commit_is_progress() -> None:
    story = flailing(session(), 15, 0.3)
    story.edit("a")
    assert findings(flailing(story, 15, 0.3), "stall") == []
    story = flailing(session(), 15, 0.3)
    story.bash("git add -A && git commit -m x", "1 file changed")
    assert findings(flailing(story, 15, 0.3), "stall") == []


def test_new_results_are_progress_of_a_kind() -> None:
    story = session()
    for number in range(40):
        story.read(f"m{number}", spend=False)
        story.wait(30).pay(0.3)
    assert findings(story, "stall") == []


def test_unpriced_work_is_measured_in_tokens() -> None:
    story = session()
    story.model = "free-1"
    for number in range(60):
        story.bash(f"ls d{number % 3}", f"listing {number % 3}", spend=False)
        story.wait(20).respond(0, context=80_000)
    [found] = findings(story, "stall")
    assert "stall_tokens" in found["thresholds"] and "cost_usd" not in found


def test_a_stall_of_four_times_the_limit_is_critical() -> None:
    assert [each["severity"] for each in findings(flailing(session(), 40, 0.8), "stall")] == ["warning", "critical"]


def changing(tool: str, given: dict[str, str], calls: int = 30, **more: bool) -> Story:
    story = session()
    for number in range(calls):
        story.step(tool, {key: value.format(number) for key, value in given.items()}, "", spend=False, **more)  # type: ignore[arg-type] # error is a flag
        story.wait(30).pay(0.3)
    return story


def test_writing_by_the_shell_is_work() -> None:
    assert findings(changing("Bash", {"command": "sed -i s/a/b/ src/f{}.py"}), "stall") == []
    assert findings(changing("mcp__x__update_symbol", {"name": "f{}"}), "stall") == []
    for tool, given in (
        ("Bash", {"command": "make > /tmp/out{}"}),
        ("Bash", {"command": "make > build{}.log"}),
        ("Bash", {"command": "date > now"}),  # the same again and again
        ("mcp__x__find_symbol", {"name": "f{}"}),
    ):
        assert findings(changing(tool, given), "stall"), given
    assert findings(changing("Bash", {"command": "mv a{} b"}, error=True), "stall"), "what failed has changed nothing"


def test_writing_long_ago_is_none() -> None:
    story = changing("Bash", {"command": "sed -i s/a/b/ src/f{}.py"}, 4)
    assert findings(flailing(story, 30, 0.4), "stall")
