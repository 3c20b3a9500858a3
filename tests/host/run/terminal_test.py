"""A pseudo-terminal with a program in it."""

from __future__ import annotations

import os
import select
from pathlib import Path
from typing import Any

from cctl.host.run import terminal
from cctl.host.run.folder import Folder
from cctl.host.run.terminal import Onlooker, Terminal, opened, resize, size_of


def made(tmp_path: Path, *, agent: bool = False, onlooker: Onlooker | None = None, **more: Any) -> Terminal:
    return Terminal(Folder(str(tmp_path)), opened((30, 100)), onlooker, -1, agent=agent, **more)


def through(found: Terminal, *argv: str) -> int:
    pid = found.start(argv, "/", {"PATH": os.environ["PATH"]}, 0)
    for _ in range(1000):
        found.attend(select.select(found.descriptors(), [], [], 0.01)[0])
        got, status = os.waitpid(pid, os.WNOHANG)
        if got:
            found.close()
            return os.waitstatus_to_exitcode(status)
    raise AssertionError("it goes on and on")


def test_the_screen_goes_to_who_looks_on_to_a_cast_and_to_a_file(tmp_path: Path) -> None:
    seen, screen = os.pipe()
    leash, _held = os.pipe()
    cast: list[bytes] = []
    found = made(tmp_path, onlooker=Onlooker(screen, leash), cast=cast.append)
    assert through(found, "sh", "-c", "stty size; tty; exit 3") == 3
    said = os.read(seen, 4096)
    assert said.startswith(b"30 100\r\n/dev/") and said == b"".join(cast) == (tmp_path / "screen.log").read_bytes()
    assert found.written() == len(said) and found.fields() == {}
    os.close(seen)
    os.close(_held)


def test_of_a_flood_the_beginning_and_the_end_are_kept(tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(terminal, "HEAD", 100_000)
    assert through(made(tmp_path), "sh", "-c", "echo first; yes | head -c 9000000; echo last") == 0
    kept = {path.name: path.stat().st_size for path in tmp_path.glob("screen*")}
    assert (tmp_path / "screen.log").read_bytes().startswith(b"first") and sum(kept.values()) < 6_000_000
    assert (tmp_path / "screen.end.log").read_bytes().endswith(b"last\r\n") and len(kept) <= 3


def test_someone_who_goes_is_noticed_and_an_agent_is_asked_by_keys(tmp_path: Path) -> None:
    seen, screen = os.pipe()
    leash, held = os.pipe()
    found = made(tmp_path, agent=True, onlooker=Onlooker(screen, leash))
    pid = found.start(
        ["sh", "-c", "stty -isig -echo; echo ready; read x; echo over"], "/", {"PATH": os.environ["PATH"]}, 0
    )
    assert found.descriptors() == [leash]
    os.close(held)
    found.attend([leash])
    while not (tmp_path / "screen.log").read_bytes():
        found.attend([])
    assert found.descriptors() == []
    stages: list[float] = []
    while wait_s := found.interrupt(len(stages)):
        stages.append(wait_s)
    assert len(stages) == 5
    assert os.waitpid(pid, 0)[1] == 0
    found.close()
    assert b"over" in (tmp_path / "screen.log").read_bytes()
    os.close(seen)


def test_what_stands_in_front_is_interrupted(tmp_path: Path) -> None:
    found = made(tmp_path)
    pid = found.start(["sleep", "60"], "/", {"PATH": os.environ["PATH"]}, 0)
    assert found.interrupt(0) > 0 and found.interrupt(1) == 0
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -2
    found.close()


def test_sizes(tmp_path: Path) -> None:
    master, slave = opened((5, 7))
    assert size_of(slave) == (5, 7)
    resize(master, (6, 8))
    assert size_of(slave) == (6, 8)
    descriptor = os.open(tmp_path, os.O_RDONLY)
    assert size_of(descriptor) is None
    for each in (master, slave, descriptor):
        os.close(each)
