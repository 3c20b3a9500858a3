"""The socket of a keeper."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path
from typing import Any

import pytest

from cctl.host.run.door import NAME, Door, Visit, knock


def folder(tmp_path: Path) -> Path:
    made = tmp_path / ("long" * 30)  # longer than the path of a socket may be
    made.mkdir()
    return made


def served(door: Door, answer: Any) -> threading.Thread:
    """Answer one visitor from a thread."""

    def serve() -> None:
        import select

        while True:
            ready = select.select(door.descriptors(), [], [], 5)[0]
            for visit in door.visits(ready):
                answer(visit)
                return

    thread = threading.Thread(target=serve)
    thread.start()
    return thread


def test_a_question_with_its_body_gets_an_answer(tmp_path: Path) -> None:
    place = folder(tmp_path)
    door, seen = Door(str(place)), []
    here = Path.cwd()

    def answer(visit: Visit) -> None:
        assert visit.pid == os.getpid()
        seen.append((visit.request, len(visit.keep())))
        visit.answer(b"yes", [0])

    thread = served(door, answer)
    said, passed = knock(str(place), {"do": "x"}, [1, 2])
    thread.join()
    assert (said, seen) == (b"yes", [({"do": "x"}, 2)]) and len(passed) == 1
    os.close(passed[0])
    assert Path.cwd() == here
    assert stat.S_IMODE((place / NAME).stat().st_mode) & 0o077 == 0


def test_what_is_no_question_and_who_hangs_up_is_borne(tmp_path: Path) -> None:
    import socket

    place = folder(tmp_path)
    door, seen = Door(str(place)), []
    back = Path.cwd()
    os.chdir(place)
    try:
        for text in (b"", b"no json\n", b'{"bytes":9}\nshort', b'{"bytes":"x"}\n'):
            with socket.socket(socket.AF_UNIX) as visitor:
                visitor.connect(NAME)
                visitor.sendall(text)
    finally:
        os.chdir(back)
    for _ in range(4):
        seen += [visit.request for visit in door.visits(door.descriptors())]
    assert sorted(map(str, seen)) == ["{'bytes': 'x'}", "{'bytes': 9}", "{}", "{}"]
    door.close()
    with pytest.raises(OSError):
        knock(str(place), {"do": "x"})
