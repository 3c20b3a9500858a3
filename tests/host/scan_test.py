"""Reading files: whole lines only, from where it stood, in blocks, whatever the file does meanwhile."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cctl.core.agent.spec import Origin
from cctl.core.spend.fold import Fold
from cctl.host import scan
from cctl.host.scan import Job, Progress, blocks, mark, read, subagent_type
from tests.fake_agent import Fake, Flat, line


def ids(fold: Fold) -> list[str]:
    return [known[0] for known in fold.take(Flat()).known]


def steps(path: Path, job: Job | None = None, **more: bool) -> tuple[list[str], list[Progress]]:
    fold = Fold()
    job = job or Job(1, 1, "fake", Origin(str(path), "s"))
    done = list(read(job, Fake(), fold, **more))
    return ids(fold), done


def after(path: Path, done: Progress) -> Job:
    return Job(1, 1, "fake", Origin(str(path), "s"), done.offset, done.mark, done.state)


@given(
    st.lists(st.binary(max_size=12).map(lambda data: data.replace(b"\n", b".")), max_size=8),
    st.booleans(),
    st.integers(1, 9),
    st.booleans(),
)
@settings(max_examples=400, deadline=None)
def test_blocks_are_all_whole_lines_that_are_not_too_long(
    lines: list[bytes], end: bool, most: int, whole: bool
) -> None:
    data = b"\n".join(lines) + (b"\n" if end and lines else b"")
    with tempfile.TemporaryFile(buffering=0) as file:
        file.write(data)
        found = list(blocks(file.fileno(), 0, len(data), max_line=most, whole=whole))
    lines_there = _lines(data if whole else data[: data.rfind(b"\n") + 1])
    told = [(block.at + at, each) for block in found for at, each in _lines(block.data)]
    assert told == [(at, each) for at, each in lines_there if len(each) <= most]
    assert [block.at for block in found if block.skipped] == [at for at, each in lines_there if len(each) > most]


def _lines(data: bytes) -> list[tuple[int, bytes]]:
    """Lines with something in them, and where they begin."""
    found, at = [], 0
    for each in data.split(b"\n"):
        found += [(at, each)] if each else []
        at += len(each) + 1
    return found


def test_reading_goes_on_where_it_stood(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    path.write_bytes(line("a", 1) + line("b", 2) + b'{"id": "torn')
    found, (done,) = steps(path)
    assert (found, done.offset, done.state) == (["a", "b"], len(line("a", 1) + line("b", 2)), b"2")
    with path.open("ab") as file:
        file.write(b'", "ms": 3}\n')
    found, (done,) = steps(path, after(path, done))
    assert (found, done.offset, done.state, done.anew) == (["torn"], path.stat().st_size, b"3", False)


def test_nothing_whole_is_no_progress(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    path.write_bytes(b'{"id": "torn')
    found, (done,) = steps(path)
    assert (found, done.offset, done.size) == ([], 0, path.stat().st_size)
    assert steps(path, whole=True)[1][-1].offset == path.stat().st_size


@pytest.mark.parametrize("how", ["shorter", "other head", "other end", "longer"])
def test_a_file_that_is_not_the_same_any_more_is_read_anew(tmp_path: Path, how: str) -> None:
    path = tmp_path / "s.jsonl"
    before = b"".join(line(f"a{number:03}", number) for number in range(100))
    path.write_bytes(before)
    _, (done,) = steps(path)
    lines = before.splitlines(keepends=True)
    path.write_bytes(
        {
            "shorter": b"".join(lines[:50]),
            "other head": line("x000", 5) + b"".join(lines[1:]),
            "other end": b"".join(lines[:-1]) + line("x099", 5),
            "longer": b"".join(lines[:98]) + line("y", 5) + b"".join(lines),
        }[how]
    )
    found, (again,) = steps(path, after(path, done))
    assert again.anew
    assert len(found) == len(set(path.read_bytes().splitlines()))


def test_a_file_larger_than_a_block_is_read_in_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "BLOCK", 64)
    path = tmp_path / "s.jsonl"
    path.write_bytes(b"".join(line(f"a{number}", number) for number in range(50)))
    found, done = steps(path)
    assert len(found) == 50
    assert len(done) > 10
    assert [step.size for step in done] == [-1] * (len(done) - 1) + [path.stat().st_size]
    assert done[-1].state == b"50"
    half = done[len(done) // 2]
    assert len(steps(path, after(path, half))[0]) + int(half.state) == 50


def test_what_is_cut_while_it_is_read_ends_there(tmp_path: Path) -> None:
    path = tmp_path / "s"
    path.write_bytes(b"abc\n")
    descriptor = os.open(path, os.O_RDONLY)
    try:
        assert [block.data for block in blocks(descriptor, 0, 1000)] == [b"abc\n"]
    finally:
        os.close(descriptor)


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    assert steps(tmp_path / "gone")[1][0].failed == "No such file or directory"
    assert steps(tmp_path)[1][0].failed == "Is a directory"
    os.mkfifo(tmp_path / "pipe")
    assert steps(tmp_path / "pipe")[1][0].failed in ("", "Illegal seek")


def test_lines_that_are_passed_over_are_named_with_their_place(tmp_path: Path) -> None:
    path = tmp_path / "s.jsonl"
    path.write_bytes(b"bad\n" + line("a", 1, input=1 << 40) + b"x" * 200 + b"\n" + line("b", 1))
    fold = Fold()
    done = list(read(Job(1, 1, "fake", Origin(str(path))), Fake(), fold, max_line=100))
    assert [skip for step in done for skip in step.skips] == [
        ("bad_json", 0),
        ("impossible_figures", 4),
        ("too_long", 4 + len(line("a", 1, input=1 << 40))),
    ]
    assert ids(fold) == ["b"]


def test_marks_tell_files_apart(tmp_path: Path) -> None:
    path = tmp_path / "s"
    path.write_bytes(b"a" * 3000)
    descriptor = os.open(path, os.O_RDWR)
    try:
        before = [mark(descriptor, offset) for offset in (0, 5, 2999, 3000)]
        assert len(set(before[1:3])) == 2
        os.pwrite(descriptor, b"b", 2990)
        assert [mark(descriptor, offset) == one for offset, one in zip((0, 5, 2999), before, strict=False)] == [
            True,
            True,
            False,
        ]
    finally:
        os.close(descriptor)


@pytest.mark.parametrize(
    ("text", "kind"),
    [('{"agentType": "Explore"}', "Explore"), ('{"agentType": 5}', ""), ("[]", ""), ("{", ""), ("[" * 100_000, "")],
)
def test_the_type_of_a_sub_agent_is_a_word_or_nothing(tmp_path: Path, text: str, kind: str) -> None:
    path = tmp_path / "x.meta.json"
    path.write_text(text)
    assert subagent_type(str(path)) == kind
    assert subagent_type(str(tmp_path / "gone")) == ""
