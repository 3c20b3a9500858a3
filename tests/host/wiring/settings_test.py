"""Settings files: read whole, replaced whole, nobody's change overwritten."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from cctl.host.wiring import settings
from cctl.records.errors import BadConfig, CannotWrite, Locked


def test_a_file_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    assert settings.read(str(path)) is None
    path.write_bytes("\ufeff{\r\n}é".encode())
    assert settings.read(str(path)) == "\ufeff{\r\n}é"


@pytest.mark.parametrize("raw", [b"\xff\xfe{\x00}\x00", b"x" * (settings.LARGEST + 1)])
def test_what_is_no_text_is_refused(raw: bytes, tmp_path: Path) -> None:
    (tmp_path / "s.json").write_bytes(raw)
    with pytest.raises(BadConfig, match=r"s\.json"):
        settings.read(str(tmp_path / "s.json"))
    with pytest.raises(BadConfig):
        settings.read(str(tmp_path))


def test_a_file_keeps_its_mode_and_its_folder_its_others(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_text("a")
    path.chmod(0o664)
    assert settings.replace(str(path), "b", "a") == []
    assert (path.read_text(), stat.S_IMODE(path.stat().st_mode)) == ("b", 0o664)
    assert [each.name for each in tmp_path.iterdir()] == ["s.json"]


def test_a_new_file_is_its_users_alone_and_its_folders_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a/b/s.json"
    assert settings.replace(str(path), "x", None) == [str(tmp_path / "a"), str(tmp_path / "a/b")]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    settings.remove(str(path), [str(tmp_path / "a"), str(tmp_path / "a/b")])
    assert list(tmp_path.iterdir()) == []


def test_folders_that_others_use_stay(tmp_path: Path) -> None:
    path = tmp_path / "a/s.json"
    settings.replace(str(path), "x", None)
    (tmp_path / "a/other").write_text("")
    settings.remove(str(path), [str(tmp_path / "a")])
    assert [each.name for each in (tmp_path / "a").iterdir()] == ["other"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "dotfiles").mkdir()
    real = tmp_path / "dotfiles/s.json"
    real.write_text("a")
    (tmp_path / "s.json").symlink_to(real)
    settings.replace(str(tmp_path / "s.json"), "b", "a")
    assert (tmp_path / "s.json").is_symlink()
    assert real.read_text() == "b"


def test_what_somebody_wrote_meanwhile_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    path.write_text("theirs")
    for before in ("ours", None):
        with pytest.raises(Locked):
            settings.replace(str(path), "new", before)
    assert path.read_text() == "theirs"
    assert [each.name for each in tmp_path.iterdir()] == ["s.json"]


def test_what_cannot_be_written_is_told_and_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWrite):
        settings.replace(str(tmp_path / "file/s.json"), "x", None)
    if os.geteuid():
        tmp_path.chmod(0o500)
        with pytest.raises(CannotWrite):
            settings.replace(str(tmp_path / "s.json"), "x", None)
        tmp_path.chmod(0o700)


def test_what_is_no_plain_file_is_refused_and_holds_nobody_up(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, Path("/dev/zero")):
        with pytest.raises(BadConfig):
            settings.read(str(path))


def test_a_link_that_led_nowhere_leads_nowhere_again(tmp_path: Path) -> None:
    link = tmp_path / "settings.json"
    link.symlink_to(tmp_path / "elsewhere/settings.json")
    made = settings.replace(str(link), "{}", None)
    assert (tmp_path / "elsewhere/settings.json").read_text() == "{}"
    settings.remove(str(link), made)
    assert link.is_symlink()
    assert not (tmp_path / "elsewhere").exists()
