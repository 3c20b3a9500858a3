"""Homes, rollouts in them, and lines from elsewhere."""

import pytest

from cctl.core.agent.codex.place import homes, place, recognises
from tests.core.agent.codex.rollouts import NAMES, line, read

ID = "01a1f84b-4458-7e92-8adb-857729603fcd"


def test_the_environment_names_the_home_else_it_is_in_the_users() -> None:
    assert homes({"CODEX_HOME": "/srv/codex/"}, "/home/dev") == ["/srv/codex"]
    assert homes({"CODEX_HOME": "~/agents"}, "/home/dev") == ["/home/dev/agents"]
    assert homes({"CODEX_HOME": "  "}, "/home/dev/") == ["/home/dev/.codex"]
    assert homes({}, "") == []


@pytest.mark.parametrize(
    ("relative", "session"),
    [
        (f"sessions/2026/11/20/rollout-2026-11-20T09-30-44-{ID}.jsonl", ID),
        (f"archived_sessions/rollout-2026-11-20T09-30-44-{ID}.jsonl", ID),
        (f"sessions/2026/11/20/rollout-2026-11-20T09-30-44-{ID}.jsonl.zst", ID),
        ("sessions/rollout-odd.jsonl", "odd"),
    ],
)
def test_rollouts_are_known_by_their_place_and_name(relative: str, session: str) -> None:
    found = place(relative)
    assert found is not None
    assert (found.session, found.agent_id, found.folder, found.meta) == (session, "", "", "")


@pytest.mark.parametrize(
    "relative",
    [
        "history.jsonl",
        "auth.json",
        "session_index.jsonl",
        "sessions/2026/11/20/notes.jsonl",
        "sessions/rollout-x.jsonl.bak",
        "log/rollout-2026-11-20T09-30-44-x.jsonl",
        "",
    ],
)
def test_nothing_else_is_a_rollout(relative: str) -> None:
    assert place(relative) is None


@pytest.mark.parametrize("name", [name for name in NAMES if name != "hostile"])
def test_first_lines_are_recognised(name: str) -> None:
    assert recognises(read(name).split(b"\n")[0])


@pytest.mark.parametrize(
    "other",
    [
        b"",
        b"{",
        b'{"type":"assistant","message":{"usage":{}},"sessionId":"s"}',
        b'{"type":"user","payload":{}}',
        b'{"type":"event_msg","payload":"text"}',
        b'{"type":"session_meta","v":1,"payload":{}}',
        b'["payload"]',
    ],
)
def test_other_lines_are_not(other: bytes) -> None:
    assert not recognises(other)


def test_a_mark_before_the_first_line_does_not_hide_it() -> None:
    assert recognises(b"\xef\xbb\xbf" + line("session_meta", {"id": "a"}))
