"""Sessions, prompts and answers of whole rollouts."""

from tests.core.agent.codex.rollouts import line, read, records


def of(name: str, *kinds: str) -> list[dict[str, object]]:
    return [each for each in records(read(name)) if each["type"] in kinds]


def test_a_session_is_told_at_its_start_and_when_a_fact_changes() -> None:
    told = of("exec-resumed", "session")
    assert [each.get("model") for each in told] == [None, "gpt-5.4", "gpt-5.4-mini"]
    assert {(each["start"], each["branch"], each["version"], each["entrypoint"]) for each in told} == {
        ("2026-11-09T08:00:00.013Z", "main", "0.169.0", "exec")
    }


def test_a_fork_says_what_it_grew_out_of() -> None:
    assert {each["forked_from"] for each in of("fork-by-reference", "session")} == {
        of("exec-tools", "session")[0]["session"]
    }


def test_sub_agents_and_copied_first_lines_tell_no_session() -> None:
    assert of("spawned-with-history", "session") == []
    assert {each["session"] for each in of("copied-grandchild", "session")} == {
        of("copied-grandchild", "turn")[-1]["session"]
    }


def test_each_prompt_is_one_turn_whatever_the_version() -> None:
    assert [(each["prompt"], each["source"], each["mode"]) for each in of("exec-tools", "turn")] == [
        ("Rename the cart total and run the tests", "sdk", "on-request")
    ]
    assert [(each["prompt"], each["source"]) for each in of("counted-by-total", "turn")] == [
        ("List the routes", "human"),
        ("Thanks", "human"),
    ]
    assert [each["prompt"] for each in of("refused", "turn")] == ["Clean up and deploy"]


def test_what_a_sub_agent_is_told_to_do_is_no_persons_prompt() -> None:
    (turn,) = of("spawned-with-history", "turn")
    assert (turn["prompt"], turn["source"]) == ("check the docs", "system")
    assert turn["agent_id"]


def test_each_answer_is_one_message() -> None:
    assert [each["text"] for each in of("exec-tools", "message")] == [
        "I look at the cart first.",
        "One test still names the old function.",
    ]
    assert [each["text"] for each in of("counted-by-total", "message")] == [
        "I look at it.",
        "One route, and the old module is gone.",
        "You are welcome.",
    ]


def test_a_message_without_an_id_has_its_place_for_one() -> None:
    turns = of("counted-by-total", "turn")
    assert len({each["id"] for each in turns}) == 2
    assert turns == of("counted-by-total", "turn")


def test_a_name_is_a_title_and_a_fact() -> None:
    assert [each.get("name") for each in of("compacted", "session")][-1] == "newest release"
    empty = line("session_meta", {"id": "t"}) + line("event_msg/thread_name_updated", {"thread_name": ""})
    assert [each["type"] for each in records(empty)] == ["session"]
