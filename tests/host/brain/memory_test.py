"""The memory on the disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cctl.core.brain.memory import Memory
from cctl.core.moment import stamp
from cctl.host.brain import learning, memory
from cctl.host.brain.log import Log
from tests.core.brain.learn_test import log as told
from tests.learning import DAY, START

NOW = START + 70 * DAY
SIGN = "Bash tool0 [EXEC_PROJECT]"


@pytest.fixture
def folder(tmp_path: Path) -> str:
    """A brain that has learnt from 260 answers."""
    log = Log(str(tmp_path))
    for event in told(260):
        ts = event.pop("ts")
        log.append([event], ts)
    learning.learn(str(tmp_path), "t", NOW, stamp(NOW))
    return str(tmp_path)


def held(folder: str) -> Memory:
    found = memory.load(folder, NOW, "t")
    assert found is not None
    return found


def project() -> str:
    from cctl.core.brain.sign import project_id

    return project_id("/p")


def test_what_was_learnt_is_spent(folder: str) -> None:
    found = held(folder).look_up(SIGN, {"id": "x"}, project(), attended=False)
    assert found is not None and found.certificate.startswith("cert-")
    assert Path(folder, "memory").stat().st_mode & 0o777 == 0o600 == Path(folder, "key").stat().st_mode & 0o777


def test_without_a_memory_there_is_none(tmp_path: Path) -> None:
    assert memory.load(str(tmp_path), NOW, "t") is None and memory.secret(str(tmp_path)) == b""


@pytest.mark.parametrize(
    ("kind", "more", "stale"),
    [("outcome", {}, ""), ("rejected", {"by": "human"}, "denial"), ("interrupted", {}, "denial"),
     ("correction", {"answer": "deny"}, "denial"), ("correction", {"answer": "allow"}, "")],
)  # fmt: skip
def test_a_denial_that_is_not_learnt_yet_takes_the_memory_back(
    folder: str, kind: str, more: dict[str, object], stale: str
) -> None:
    Log(folder).append([{"event": kind, "call": "c", "session": "s", **more}], stamp(NOW + 40 * DAY))
    found = held(folder)
    assert (stale in found.stale) if stale else found.stale == ""
    assert (found.look_up(SIGN, {}, project(), attended=False) is None) is bool(stale)
    learning.learn(folder, "t", NOW, stamp(NOW))
    assert held(folder).stale == ""


def test_a_denial_written_aside_counts_too(folder: str) -> None:
    spool = Path(folder, "spool")
    spool.mkdir()
    (spool / "1-1.jsonl").write_text('{"ts":"2026-11-20T12:00:00.000Z","event":"rejected","by":"human"}\n')
    assert "denial" in held(folder).stale


def test_a_log_that_was_cut_changed_or_taken_away_makes_the_memory_worthless(folder: str) -> None:
    path = Path(Log(folder).files()[-1])
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert "not the one" in held(folder).stale
    path.write_bytes(whole.replace(b"c259", b"c25X"))
    assert "not the one" in held(folder).stale
    path.unlink()
    assert "gone" in held(folder).stale
    path.write_bytes(whole)
    assert held(folder).stale == ""


def test_other_tables_make_it_stale_until_it_is_learnt_anew(folder: str) -> None:
    found = memory.load(folder, NOW, "other")
    assert found is not None and "other tables" in found.stale


def test_rubbish_in_its_place_covers_nothing(folder: str) -> None:
    Path(folder, "memory").write_bytes(b"\xff\x00rubbish")
    assert held(folder).stale and held(folder).look_up(SIGN, {}, project(), attended=False) is None


def test_files_are_written_whole(tmp_path: Path) -> None:
    memory.keep(str(tmp_path / "f"), b"one")
    memory.keep(str(tmp_path / "f"), b"two")
    assert (tmp_path / "f").read_bytes() == b"two" and len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("spoil", ["writable", "link", "pipe", "folder"])
def test_a_memory_that_another_could_have_written_is_none(folder: str, spoil: str) -> None:
    path = Path(folder, "memory")
    if spoil == "writable":
        path.chmod(0o660)
    else:
        text = path.read_bytes()
        path.unlink()
        if spoil == "link":
            Path(folder, "elsewhere").write_bytes(text)
            path.symlink_to("elsewhere")
        elif spoil == "pipe":
            os.mkfifo(path)
        else:
            path.mkdir()
    assert memory.load(folder, NOW, "t") is None


def test_a_memory_of_another_user_is_none(folder: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert memory.load(folder, NOW, "t") is None


@pytest.mark.parametrize(
    "text",
    ["", "cctl-memory 1", "cctl-memory 1\nhead\t\t0\t", "cctl-memory 2\ntables\tt", "\x00" * 100,
     "cctl-memory 1\ntables\tt\ntier\tT1\tc\tb\t9\t" + "9" * 5000 + "\t0"],
    ids=["empty", "head", "no tables", "version", "zeros", "numbers"],
)  # fmt: skip
def test_a_memory_with_anything_missing_covers_nothing(folder: str, text: str) -> None:
    Path(folder, "memory").write_text(text)
    found = memory.load(folder, NOW, "t")
    assert found is not None and found.look_up(SIGN, {"id": "x"}, project(), attended=False) is None
