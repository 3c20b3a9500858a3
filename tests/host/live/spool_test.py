import json

import pytest

from cctl.host.live.spool import evidence, session_of


def line(**fields: object) -> bytes:
    return json.dumps({"ts": "2026-06-01T10:00:00.000Z", "session": "s1", "event": "Stop", **fields}).encode()


def test_the_file_names_the_session() -> None:
    assert session_of("/x/hook/s1.jsonl", "/x/hook") == "s1"
    assert session_of("/x/hook/sub/s1.jsonl", "/x/hook") == ""
    assert session_of("/x/hook/s1.json", "/x/hook") == ""
    assert session_of("/y/s1.jsonl", "/x/hook") == ""


def test_an_event_is_evidence_in_our_words_or_the_clients() -> None:
    found = evidence(line(tool="Bash", input={"command": "ls"}), "s1")
    assert (
        found
        and found["kind"] == "hook"
        and found["data"] == {"event": "Stop", "tool": "Bash", "input": {"command": "ls"}}
    )
    raw = {"hook_event_name": "PermissionRequest", "tool_name": "Bash", "tool_input": {}, "session_id": "s1", "ms": 5}
    found = evidence(json.dumps(raw).encode(), "s1")
    assert found and found["ts"].startswith("1970") and found["data"]["event"] == "PermissionRequest"


@pytest.mark.parametrize(
    "raw",
    [b"", b"{", b"[]", line(session="other"), line(ts="now"), line(event=None), line(event=7), b'{"event":"Stop"}'],
)
def test_what_is_no_event_of_the_session_is_none(raw: bytes) -> None:
    assert evidence(raw, "s1") is None
