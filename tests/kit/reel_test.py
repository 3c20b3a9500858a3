"""From options to a wish, and what a file is by its first bytes."""

from __future__ import annotations

import pytest

from cctl.host.target import ending
from cctl.kit.reel import ENDINGS, OF_CASTS, check, taste, wish_of
from cctl.kit.session_records import is_cast, is_record
from cctl.records.errors import CannotWrite, UsageError

ASKED = {
    **{"outputs": ("a.gif",), "poster": "", "select": "", "last": 0.0, "start": "", "final": "", "max_seconds": 60.0},
    **{"speed": 1.0, "idle_cap": None, "width": 100, "height": 30, "theme": "dark", "cast_version": "2", "loop": True},
    **{"redact": True, "force": False, "events": False, "hide_cost": False},
}


def test_defaults():
    wish = wish_of(ASKED)
    assert (wish.cut.idle_cap, wish.pause, wish.cut.max_seconds) == (0.3, 2.0, 60.0)
    assert wish_of({**ASKED, "idle_cap": 0.0}).pause == 0.0
    assert wish_of({**ASKED, "select": "edits,tests"}).cut.select == {"edits", "tests"}


@pytest.mark.parametrize(
    "wrong", [{"select": "x"}, {"width": 3}, {"speed": 0.0}, {"max_seconds": 2.0}, {"max_seconds": -1.0}]
)
def test_wrong_options(wrong):
    with pytest.raises(UsageError):
        wish_of({**ASKED, **wrong})


def test_targets_are_checked_early(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    check(wish_of(ASKED), of_cast=False)
    with pytest.raises(UsageError):
        check(wish_of({**ASKED, "outputs": ("a.md",)}), of_cast=True)
    with pytest.raises(UsageError):
        check(wish_of({**ASKED, "outputs": ("a",)}), of_cast=False)
    (tmp_path / "a.gif").write_text("x")
    with pytest.raises(CannotWrite):
        check(wish_of(ASKED), of_cast=False)
    assert set(OF_CASTS) < set(ENDINGS)


def test_what_a_file_is():
    assert ending("/a.b/C.GIF") == ".gif" and ending("/a.b/c") == ""
    assert is_cast(b'\xef\xbb\xbf{"version":2,"width":80,"height":24}\n[0,"o","x"]') and is_cast(
        b'{"version":3,"term":{}}'
    )
    assert not is_cast(b'{"type":"user"}') and not is_cast(b"") and not is_cast(b"[" * 100_000)
    assert (
        is_record(b'{"type":"call","v":1,"ts":""}')
        and not is_record(b'{"type":"user","timestamp":""}')
        and not is_record(b"x")
    )


def test_the_taste_is_shipped():
    assert taste().limit["diff_lines"] > 0
