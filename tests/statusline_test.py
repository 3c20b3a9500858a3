"""The status line's own entry."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cctl import statusline
from cctl.host import paths
from tests.contract import harness

KNOWN = {"at": 4e9, "refresh_s": 10, "day_usd": 2.0, "sessions_count": 1, "sessions": {"s": {"state": "idle"}}}


def kept(home: Path, known: object = KNOWN) -> Path:
    folder = home / ".cache/cctl"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / statusline.FILE).write_text(json.dumps(known))
    (folder / "statusline.lock").write_text("")  # just claimed: nothing is started
    return folder


def test_what_the_client_says_and_what_was_known_make_the_line(tmp_path: Path) -> None:
    kept(tmp_path)
    given = json.dumps({"session_id": "s", "model": {"display_name": "M"}}).encode()
    done = harness.run("statusline", tmp_path, stdin=given)
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, "idle · M · today $2.00\n", b"")
    assert harness.run("statusline", tmp_path, stdin=b"").stdout.decode() == "1 agents · today $2.00\n"


def test_input_that_is_no_status_is_said(tmp_path: Path) -> None:
    kept(tmp_path)
    for raw in (b"{", b"[]", b"\xff\xfe", b"[" * 100_000, b'{"a":NaN}'):
        done = harness.run("statusline", tmp_path, stdin=raw)
        assert done.returncode == 65 and b"can't be read" in done.stdout and b"Traceback" not in done.stderr


def test_a_damaged_answer_is_none(tmp_path: Path) -> None:
    folder = kept(tmp_path)
    for text in ("", "{", "[1]", "\x00"):
        (folder / statusline.FILE).write_text(text)
        assert statusline.read(str(folder)) == {}
    assert statusline.read(str(tmp_path / "nothing")) == {}


def test_it_loads_none_of_the_machinery() -> None:
    code = "import sys; sys.path.insert(0, sys.argv[1]); import cctl.statusline\n"
    code += (
        "print([m for m in sys.modules if m in ('click', 're', 'json', 'msgspec', 'pathlib', 'datetime', 'typing')])"
    )
    done = subprocess.run(
        [sys.executable, "-S", "-I", "-c", code, str(harness.ROOT)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "[]\n"


def test_rare_command_lines_go_to_the_machinery() -> None:
    for words in (["--help"], ["--style"], ["--style", "pink"], ["--refresh"], ["x"]):
        assert statusline.quick(words) is None


def test_one_process_looks_for_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(os, "posix_spawn", lambda path, words, env, **how: started.append(words))
    place = str(tmp_path / "cache")
    assert statusline.refresh(place, {}, {})
    assert not statusline.refresh(place, {}, {})  # claimed a moment ago
    old = time.time() - 60
    lock = Path(place) / "statusline.lock"
    os.utime(lock, (old, old))
    with lock.open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert not statusline.refresh(place, {}, {})  # one is still at it
    assert statusline.refresh(place, {}, {})
    os.utime(lock, (old, old))
    assert not statusline.refresh(place, {"refresh_s": 3600}, {})
    assert [words[-2:] for words in started] == [["statusline", "--refresh"]] * 2


def test_a_folder_that_can_not_be_written_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not statusline.refresh(str(tmp_path / "file" / "x"), {}, {})


def test_it_keeps_its_answer_where_the_rest_keeps_theirs(tmp_path: Path) -> None:
    for env in ({"HOME": "/h"}, {"HOME": "/h", "XDG_CACHE_HOME": "/c"}, {"HOME": "/h", "XDG_CACHE_HOME": "c"}):
        assert statusline.folder(env) == paths.cache(env, "/h")


def test_what_only_a_client_is_told_is_kept_and_not_every_second(tmp_path: Path) -> None:
    folder = kept(tmp_path)
    limits = {"five_hour": {"used_percentage": 91, "resets_at": 4e9}}
    given = {"session_id": "0000-aaaa", "model": {"display_name": "M"}, "rate_limits": limits}
    harness.run("statusline", tmp_path, stdin=json.dumps(given).encode())
    (path,) = (folder / statusline.TOLD).iterdir()
    assert path.name == "0000-aaaa.json" and json.loads(path.read_text()) == {"rate_limits": limits}
    path.write_text("kept")
    harness.run("statusline", tmp_path, stdin=json.dumps(given).encode())
    assert path.read_text() == "kept"
    for name in ("../../x", "", "a/b", 7):
        harness.run("statusline", tmp_path, stdin=json.dumps(given | {"session_id": name}).encode())
    assert len(list((folder / statusline.TOLD).iterdir())) == 1 and not (tmp_path / "x.json").exists()
