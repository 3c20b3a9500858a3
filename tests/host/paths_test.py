"""Folders of one's own: where they are, who may look into them, and what they must not lie on."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from cctl.host import paths
from cctl.records.errors import CannotWrite

MOUNTINFO = """\
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:26 / /home rw,nosuid shared:5 master:1 - nfs4 server:/home rw
31 30 0:27 / /home/dev/local\\040disk rw - xfs /dev/vdb rw
"""
MOUNT = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
//user@server/share on /Volumes/My Share (smbfs, nodev, nosuid)
"""


def test_variables_count_only_when_absolute() -> None:
    assert paths.state({"XDG_STATE_HOME": "/s"}, "/h") == "/s/cctl"
    assert paths.state({"XDG_STATE_HOME": "s"}, "/h") == "/h/.local/state/cctl"
    assert paths.cache({}, "/h") == "/h/.cache/cctl"
    assert paths.config({"XDG_CONFIG_HOME": ""}, "/h") == "/h/.config/cctl"


def test_folders_and_files_are_for_their_user_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        folder = tmp_path / "a" / "b"
        paths.private_folder(str(folder))
        os.close(paths.private_file(str(folder / "f")))
    finally:
        os.umask(before)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "f").stat().st_mode) == 0o600


def test_a_folder_that_is_open_is_closed(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    paths.private_folder(str(tmp_path))
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o700


def test_what_is_in_the_way_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CannotWrite, match="file"):
        paths.private_folder(str(tmp_path / "file" / "folder"))


@pytest.mark.parametrize(
    ("path", "table", "kind"),
    [
        ("/home/dev/state", MOUNTINFO, "nfs4"),
        ("/home/dev/local disk/x", MOUNTINFO, "xfs"),
        ("/homes", MOUNTINFO, "ext4"),
        ("/Volumes/My Share/x", MOUNT, "smbfs"),
        ("/Users", MOUNT, "apfs"),
        ("/x", "", ""),
    ],
)
def test_the_nearest_mount_tells_the_file_system(path: str, table: str, kind: str) -> None:
    assert paths.file_system(path, table) == kind


def test_this_disk_is_local(tmp_path: Path) -> None:
    assert paths.networked(str(tmp_path)) == ""


def test_a_share_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "_mounts", lambda: f"1 0 0:1 / {tmp_path} rw - fuse.sshfs x rw\n")
    assert paths.networked(str(tmp_path)) == "fuse.sshfs"
