"""What is heard of minders, of this run and of earlier ones."""

from __future__ import annotations

from pathlib import Path

from cctl.host.plan.minders import Own, Told, traces
from cctl.host.process import processes


def test_a_lock_is_the_sign_of_life(tmp_path: Path) -> None:
    own = Own(str(tmp_path), processes(), 1)
    own.start()
    told = Told(str(tmp_path / own.name))
    assert told.alive()
    assert own.close() == [{"e": "closed"}]
    assert not told.alive()
    assert own.close() == []
    own.start()
    assert own.name == "minder-2.jsonl"
    own.end()


def test_lines_are_read_as_they_become_whole(tmp_path: Path) -> None:
    path = tmp_path / "m"
    told = Told(str(path))
    assert (told.lines(), told.alive()) == ([], False)
    path.write_bytes(b'{"e":"starting","k":"a#1"}\n{"e":"be')
    assert told.lines() == [{"e": "starting", "k": "a#1"}]
    with path.open("ab") as file:
        file.write(b'gan","k":"a#1","pid":7,"start":"9"}\n')
    assert told.lines() == [{"e": "began", "k": "a#1", "pid": 7, "start": "9"}]
    assert told.lines() == []


def test_traces_of_an_attempt() -> None:
    lines = [{"e": "starting", "k": "a"}, {"e": "starting", "k": "b"}, {"e": "began", "k": "b", "pid": 7, "start": "9"},
             {"e": "gone", "k": "b", "code": 0}, {"e": "closed"}, {"e": "news", "k": "c"}]  # fmt: skip
    found = traces(lines)
    assert (found["a"].starting, found["a"].pid, found["a"].gone) == (True, 0, None)
    assert (found["b"].pid, found["b"].start, found["b"].gone) == (7, "9", {"e": "gone", "k": "b", "code": 0})
    assert "c" not in found
