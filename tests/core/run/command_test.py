"""Commands of runs."""

from __future__ import annotations

import pytest

from cctl.core.run.command import options, prepare

NEW = "00000000-0000-4000-8000-00000000000a"
OLD = "00000000-0000-4000-8000-00000000000B"


def test_claude_gets_a_session_of_ours() -> None:
    found = prepare(["/usr/bin/claude", "-p", "go"], NEW)
    assert found.argv == ["/usr/bin/claude", "--session-id", NEW, "-p", "go"]
    assert (found.agent, found.session, found.unknown) == ("claude", NEW, "")
    assert prepare(["my-claude", "-p", "go"], NEW, "claude").session == NEW


def test_a_session_of_its_own_stays() -> None:
    for words in (["--session-id", OLD], [f"--session-id={OLD}"]):
        found = prepare(["claude", *words, "-p", "x"], NEW)
        assert found.argv == ["claude", *words, "-p", "x"] and found.session == OLD.lower()
    found = prepare(["claude", "-p", "x", "--resume", OLD], NEW)
    assert found.goes_on and found.session == OLD.lower() and found.argv[-1] == OLD


def test_a_fork_is_a_session_of_ours_with_a_parent() -> None:
    found = prepare(["claude", "--resume", OLD, "--fork-session", "-p", "x"], NEW)
    assert (found.session, found.parent, found.goes_on) == (NEW, OLD, False)


@pytest.mark.parametrize(
    "argv",
    [
        ["claude", "--continue"],
        ["claude", "-c", "-p", "x"],
        ["claude", "--resume", "-p", "x"],
        ["claude", "-r", "by name"],
        ["claude", "mcp", "list"],
        ["claude", "--no-session-persistence", "-p", "x"],
        ["codex"],
        ["codex", "exec", "resume", "--last"],
        ["make", "test"],
    ],
)
def test_what_can_not_be_followed_says_why_and_stays_as_it_is(argv: list[str]) -> None:
    found = prepare(argv, NEW)
    assert found.unknown and found.argv == argv and found.session == ""


def test_a_prompt_is_no_option() -> None:
    assert options(["--model", "--continue", "--", "--resume", "x"]) == {"--model": "--continue"}
    assert prepare(["claude", "--append-system-prompt", "-c", "-p", "hello"], NEW).session == NEW


def test_codex_tells_its_session_later_or_is_told_it() -> None:
    assert prepare(["codex", "exec", "go"], NEW).unknown == ""
    found = prepare(["codex", "exec", "resume", OLD, "go on"], NEW)
    assert found.session == OLD.lower() and found.goes_on
    assert prepare(["codex", "exec", "x"], NEW, "none").agent == ""
