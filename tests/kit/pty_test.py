"""`record --pty` writes one cast for its user alone and keeps the program's status."""

from __future__ import annotations

import stat

from tests.cctl_run import cctl


def test_it_is_for_its_user_alone_and_says_so(tmp_path):
    done = cctl("record", "--pty", "-o", "a.cast", "--", "echo", "hello", home=tmp_path)
    assert done.returncode == 0 and done.stdout.strip() == "hello"
    assert "for you alone" in done.stderr and stat.S_IMODE((tmp_path / "a.cast").stat().st_mode) == 0o600


def test_a_signal_is_128_and_more(tmp_path):
    assert cctl("record", "--pty", "-o", "a.cast", "--", "sh", "-c", "kill -9 $$", home=tmp_path).returncode == 137


def test_force_never_writes_through_a_link(tmp_path):
    (tmp_path / "mine").write_text("mine")
    (tmp_path / "a.cast").symlink_to(tmp_path / "mine")
    assert cctl("record", "--pty", "-o", "a.cast", "--", "true", home=tmp_path).returncode == 73
    assert cctl("record", "--pty", "-o", "a.cast", "--force", "--", "true", home=tmp_path).returncode == 0
    assert (tmp_path / "mine").read_text() == "mine"


def test_a_program_that_is_not_there(tmp_path):
    done = cctl("record", "--pty", "-o", "a.cast", "--", "no-such-program", home=tmp_path)
    assert done.returncode == 69 and "no such program" in done.stderr
