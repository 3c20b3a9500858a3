"""What sessions of long ago have left in cctl's state goes, once a day, when a session starts.

Nothing that holds goes: a refusal stays until its time is over or nobody has been near it for a year. What was compiled
goes, too, and is made anew by the note after this one. However much there is, one session deletes only so many.
"""
# ruff: noqa: PTH108 -- pathlib costs 9 ms, more than the verdict

from __future__ import annotations

import os

from cctl.core.hook.refusal import over
from cctl.host.hook import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from cctl.core.hook.verdict import Verdict
    from cctl.host.hook.case import Case

ORDER = 85
EVENTS = ("SessionStart",)
DAY_S = 86_400
KEPT_DAYS = 30
COMPILED_DAYS = 180  # read, but not written again while nothing changes
REFUSAL_DAYS = 365
MOST = 500  # deleted by one session
_SEEN = 20_000  # looked at by one session
AGES = (
    ("hook", KEPT_DAYS),
    ("guard", KEPT_DAYS),
    ("compiled", COMPILED_DAYS),
    ("brain/rules", COMPILED_DAYS),
    ("spend/session", KEPT_DAYS),
    ("deny", REFUSAL_DAYS),
)


def note(case: Case, verdict: Verdict | None) -> None:
    """Delete what is too old; a file that can't be deleted is left for another day."""
    now = case.begun_ms // 1000
    mark = f"{case.places.state}/hook/.tidied"
    found = files.stamp(mark)
    if found and now - found[0] // 1_000_000_000 < DAY_S:
        return
    try:
        files.append(mark, b"")
        os.utime(mark, (now, now))
    except OSError:
        return
    for path in old(case, now):
        try:
            os.unlink(path)
        except OSError:
            continue


def old(case: Case, now: int) -> list[str]:
    """The files that go."""
    gone: list[str] = []
    for folder, days in AGES:
        for entry in _listed(f"{case.places.state}/{folder}"):
            if len(gone) == MOST:
                return gone
            if entry.name.startswith(f"{case.event.session}.") or not entry.is_file(follow_symlinks=False):
                continue
            age = now - entry.stat(follow_symlinks=False).st_mtime
            if age > days * DAY_S or (folder == "deny" and over(files.document(entry.path), case.now)):
                gone.append(entry.path)
    return gone


def _listed(folder: str) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            for entry, _ in zip(entries, range(_SEEN), strict=False):
                if not entry.name.startswith("."):
                    yield entry
    except OSError:
        return
