"""A program's terminal as a cast: what it prints, never what was typed blind."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from cctl.core.reel.cast import read
from cctl.host.recorder import Writer
from cctl.records.errors import CannotWrite

ROOT = Path(__file__).resolve().parents[2]
RUN = (
    "import sys, os; from cctl.host.recorder import record;"
    "sys.exit(record(sys.argv[3:], sys.argv[1], stamp=1, inputs=sys.argv[2] == 'yes', env=os.environ))"
)


def run(path, *argv, inputs=False, typed=b""):
    words = [sys.executable, "-c", RUN, str(path), "yes" if inputs else "no", *argv]
    done = subprocess.run(words, input=typed, capture_output=True, cwd=ROOT, timeout=30, check=False)
    return done, read(path.read_text().splitlines()) if path.exists() else None


def text(cast, kind="o"):
    return "".join(event.data for event in cast.events if event.kind == kind)


def test_output_status_and_mode(tmp_path):
    path = tmp_path / "a.cast"
    done, cast = run(path, "sh", "-c", "printf 'h\\303\\251llo\\n'; exit 7")
    assert done.returncode == 7
    assert text(cast) == "héllo\r\n" and done.stdout.decode() == "héllo\r\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (cast.columns, cast.rows) == (100, 30)


def test_the_program_has_a_terminal(tmp_path):
    _, cast = run(tmp_path / "a.cast", "sh", "-c", "test -t 0 && test -t 1 && stty size")
    assert text(cast) == "30 100\r\n"


def test_what_is_typed_is_kept_only_when_asked_for(tmp_path):
    _, silent = run(tmp_path / "a.cast", "sh", "-c", "read x; echo got $x", typed=b"words\n")
    assert text(silent, "i") == "" and "got words" in text(silent)
    _, kept = run(tmp_path / "b.cast", "sh", "-c", "read x; echo got $x", typed=b"words\n", inputs=True)
    assert text(kept, "i") == "words\n"


def test_never_while_the_echo_is_off(tmp_path):
    script = "stty -echo; printf ready; read x; stty echo; echo done ${#x}"
    driver = (
        "import os, pty, sys\n"
        "child, master = pty.fork()\n"
        f"words = [sys.executable, '-c', {RUN!r}, sys.argv[1], 'yes', 'sh', '-c', {script!r}]\n"
        "if child == 0: os.execv(sys.executable, words)\n"
        "seen = b''\n"
        "while b'ready' not in seen: seen += os.read(master, 999)\n"
        "os.write(master, b'swordfish\\r')\n"
        "try:\n"
        "    while True: seen += os.read(master, 999) or exit()\n"
        "except OSError: pass\n"
        "os.waitpid(child, 0)\n"
    )
    path = tmp_path / "a.cast"
    subprocess.run([sys.executable, "-c", driver, str(path)], cwd=ROOT, timeout=30, check=True)
    cast = read(path.read_text().splitlines())
    assert "swordfish" not in path.read_text()
    assert text(cast, "i") == "[redacted 10 bytes]" and "done 9" in text(cast)


def test_a_program_that_is_not_there(tmp_path):
    done, _ = run(tmp_path / "a.cast", "no-such-program-at-all")
    assert done.returncode == 1 and b"no such program" in done.stderr


def test_a_letter_that_is_split_waits_for_its_rest(tmp_path):
    path = tmp_path / "a.cast"
    with path.open("wb") as file:
        writer = Writer(file.fileno(), 80, 24, stamp=1, title="t")
        for byte in "é字".encode():
            writer.event("o", bytes([byte]))
    assert [event.data for event in read(path.read_text().splitlines()).events] == ["é", "字"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_one_clear_error():
    with Path("/dev/full").open("wb", 0) as file, pytest.raises(CannotWrite, match="No space"):
        Writer(file.fileno(), 80, 24, stamp=1, title="t")
