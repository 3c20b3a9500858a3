"""Facts of sessions: said when one that tells has changed, and titles only for the session that they name."""

from cctl.core.agent.claude.session import Sessions


def test_facts_are_said_once_and_again_when_one_tells() -> None:
    sessions = Sessions()
    sessions.note("s", {"cwd": "/p", "version": "1"})
    assert sessions.news("s") == {"cwd": "/p", "version": "1"}
    assert sessions.news("s") is None
    sessions.note("s", {"version": "2", "model": ""})
    assert sessions.news("s") is None, "a new version alone is not worth a record"
    sessions.note("s", {"model": "m"})
    assert sessions.news("s") == {"cwd": "/p", "version": "2", "model": "m"}
    assert sessions.fact("s", "model") == "m"
    assert sessions.fact("other", "model") == ""


def test_a_summary_names_only_a_leaf_of_its_own_file() -> None:
    sessions = Sessions()
    assert sessions.titled("later", "Ours") == ""
    assert sessions.titled("elsewhere", "Of another session") == ""
    assert sessions.passed("first", "s") == ""
    assert sessions.passed("later", "s") == "Ours"
    assert sessions.passed("later", "s") == "", "once"
    assert sessions.titled("first", "After the fact") == "s"


def test_memory_is_bounded() -> None:
    sessions = Sessions()
    for number in range(2000):
        sessions.note(f"s{number}", {"cwd": "/"})
        sessions.news(f"s{number}")
        sessions.passed(f"u{number}", "s")
        sessions.titled(f"t{number}", "x")
    assert len(sessions._facts) <= 256 and len(sessions._said) <= 256
    assert len(sessions._leaves) <= 512 and len(sessions._titles) <= 64
