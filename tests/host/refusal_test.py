import json
import resource
from pathlib import Path

import pytest

from cctl.core.hook.refusal import refused as refused_by_hook
from cctl.host.refusal import Refusal, lift, refuse, refused

T = "2026-06-01T10:00:00.000Z"
R = Refusal("s1", "over budget", "act", T, evidence=("f1",))


def test_a_refusal_stands_until_it_is_lifted(tmp_path: Path) -> None:
    refuse(str(tmp_path), R)
    assert refused(str(tmp_path), "s1", T) == R and refused(str(tmp_path), "s2", T) is None
    assert lift(str(tmp_path), "s1") and not lift(str(tmp_path), "s1")
    assert refused(str(tmp_path), "s1", T) is None


def test_a_refusal_may_end_by_itself(tmp_path: Path) -> None:
    refuse(str(tmp_path), R._replace(until="2026-06-01T11:00:00.000Z"))
    assert refused(str(tmp_path), "s1", T)
    assert refused(str(tmp_path), "s1", "2026-06-01T11:00:00.000Z") is None


@pytest.mark.parametrize("session", ["../x", "", ".", "a/b", "x" * 200, "a b", "é"])
def test_what_is_no_session_id_leads_nowhere(tmp_path: Path, session: str) -> None:
    with pytest.raises(ValueError, match="no session id"):
        refuse(str(tmp_path), R._replace(session=session))
    assert refused(str(tmp_path), session, T) is None and not lift(str(tmp_path), session)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"{}", b"\xff"])
def test_a_damaged_file_still_refuses(tmp_path: Path, raw: bytes) -> None:
    refuse(str(tmp_path), R)
    (tmp_path / "deny" / "s1.json").write_bytes(raw)
    found = refused(str(tmp_path), "s1", T)
    assert found and found.by == "unknown"


def test_it_is_this_users_alone_and_long_reasons_are_cut(tmp_path: Path) -> None:
    refuse(str(tmp_path / "s"), R._replace(reason="x" * 9000, evidence=tuple("abcdefghijkl")))
    path = tmp_path / "s" / "deny" / "s1.json"
    assert path.stat().st_mode & 0o077 == 0 and path.parent.stat().st_mode & 0o077 == 0
    found = refused(str(tmp_path / "s"), "s1", T)
    assert found and len(found.reason) == 1000 and len(found.evidence) == 8


def test_a_place_that_cannot_be_written_is_the_callers_to_know(tmp_path: Path) -> None:
    (tmp_path / "deny").write_text("")
    with pytest.raises(OSError, match="deny"):
        refuse(str(tmp_path), R)


def test_the_hook_understands_it(tmp_path: Path) -> None:
    refuse(str(tmp_path), R._replace(ends=True))
    found = refused_by_hook(json.loads((tmp_path / "deny" / "s1.json").read_bytes()), T, "Bash")
    assert found and found["decision"] == "deny" and "over budget" in str(found["reason"])


def test_texts_of_any_kind_and_length_can_be_read_again(tmp_path: Path) -> None:
    told = R._replace(reason="\u4e2d\ud800\0" * 900, evidence=("x" * 9000,) * 20, until="2999-01-01T00:00:00.000Z")
    assert refuse(str(tmp_path), told)
    found = refused(str(tmp_path), "s1", T)
    assert found and found.by == R.by and found.until and len(found.evidence[0]) == 100


@pytest.mark.parametrize("room", [0, 20])
def test_a_full_disk_leaves_a_refusal_without_its_reason(tmp_path: Path, room: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
    try:
        assert refuse(str(tmp_path), R) is False
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    [path] = (tmp_path / "deny").iterdir()
    assert path.read_bytes() == b"" and (refused(str(tmp_path), "s1", T) or R).by == "unknown"
    assert refused_by_hook(False, T, "Bash"), "the hook, too"
    assert lift(str(tmp_path), "s1")
