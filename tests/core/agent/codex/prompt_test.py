"""What people wrote, told once."""

from cctl.core.agent.codex.prompt import Told, texts, typed


def test_what_is_told_twice_is_news_once_in_either_order() -> None:
    told = Told()
    assert told.is_news("go on", "item", "event")
    assert not told.is_news("go\non ", "event", "item")
    assert told.is_news("other", "event", "item")
    assert not told.is_news("other", "item", "event")


def test_the_same_words_again_are_news_again() -> None:
    told = Told()
    answers = [told.is_news("yes", by, other) for by, other in [("item", "event"), ("event", "item")] * 3]
    assert answers == [True, False] * 3
    assert [told.is_news("no", "event", "item") for _ in range(3)] == [True] * 3


def test_it_does_not_remember_for_ever() -> None:
    told = Told()
    assert all(told.is_news(str(number), "event", "item") for number in range(5000))


def test_newer_versions_say_what_a_person_wrote() -> None:
    content = [{"type": "input_text", "text": each} for each in ("<b>mine</b>", "<environment_context>")]
    marked = {
        "content": content,
        "internal_chat_message_metadata_passthrough": {"content_item_kinds": ["user.text", "x"]},
    }
    assert typed(marked) == "<b>mine</b>"
    assert typed({"content": content}) == "<b>mine</b>"


def test_what_the_client_puts_under_a_persons_name_is_no_prompt() -> None:
    for text in (
        "<environment_context>\n  <cwd>/p</cwd>",
        "# AGENTS.md instructions for /p\n\n<INSTRUCTIONS>",
        '<hook_prompt hook_run_id="stop:1">run the linter</hook_prompt>',
        "<user_shell_command>ls</user_shell_command>",
        "  <turn_aborted>",
    ):
        assert typed({"content": [{"type": "input_text", "text": text}]}) == ""
    assert typed({"content": [{"text": "<div> is a tag"}]}) == "<div> is a tag"


def test_content_of_another_shape_says_nothing() -> None:
    assert texts("plain") == ["plain"]
    assert texts([{"text": 3}, 4, {"text": "a"}, {}]) == ["a"]
    assert texts(None) == texts({}) == []
    assert typed({"content": [{"text": "a"}], "internal_chat_message_metadata_passthrough": []}) == "a"
