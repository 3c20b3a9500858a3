import json

import pytest

from cctl.core.state.registry import MAX_BYTES, BadEntry, entry, foreign_domain

GOOD = {
    "pid": 41,
    "sessionId": "00000000-0000-4000-8000-000000000051",
    "cwd": "/home/dev/proj",
    "startedAt": 1795166904213,
    "procStart": "150085",
    "kind": "interactive",
    "entrypoint": "cli",
    "pidDomain": "linux:0:pid:[4026531836]",
    "name": "proj-50",
    "status": "waiting",
    "waitingFor": "permission prompt",
    "statusUpdatedAt": 1795166909689,
    "messagingSocketPath": "/tmp/cc-socks/41.sock",
}


def made(**changes: object) -> bytes:
    return json.dumps({**GOOD, **changes}).encode()


def test_a_modern_entry_is_read_and_sockets_are_left_alone() -> None:
    found = entry(made(), 41)
    assert found["session"] == GOOD["sessionId"]
    assert (found["status"], found["waiting_for"], found["status_ms"]) == (
        "waiting",
        "permission prompt",
        1795166909689,
    )
    assert (found["start"], found["started_ms"]) == ("150085", 1795166904213)
    assert not any("sock" in str(value) for value in found.values())


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "bad_json"),
        (b"[" * 60_000, "bad_json"),
        (b"[1]", "not_an_object"),
        (b'{"session_id":"x","cwd":"/"}', "legacy"),
        (b'{"pid":41}', "no_session"),
        (made(sessionId="../../etc/passwd"), "bad_session"),
        (made(sessionId="a\n"), "bad_session"),
        (made(sessionId=""), "bad_session"),
        (made(pid=42), "pid_mismatch"),
        (made(pid="41"), "pid_mismatch"),
        (made(pid=True), "pid_mismatch"),
        (b" " * (MAX_BYTES + 1), "too_long"),
    ],
)
def test_what_is_no_entry_is_refused_by_name(raw: bytes, reason: str) -> None:
    with pytest.raises(BadEntry, match=f"^{reason}$"):
        entry(raw, 41)


def test_values_of_the_wrong_kind_are_left_out_and_long_texts_cut() -> None:
    found = entry(made(status=7, statusUpdatedAt="now", startedAt=1e300, name="x" * 9999, procStart=150085), 41)
    assert "status" not in found and "status_ms" not in found and "started_ms" not in found
    assert len(found["name"]) == 512
    assert found["start"] == "150085"


def test_a_pid_of_another_numbering_is_foreign() -> None:
    assert foreign_domain("linux:0:pid:[4026531836]", "pid:[4026532001]")
    assert not foreign_domain("linux:0:pid:[4026531836]", "pid:[4026531836]")
    assert not foreign_domain("", "pid:[1]")
    assert not foreign_domain("linux:0:pid:[4026531836]", "")
