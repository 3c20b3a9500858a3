"""Files that were packed away are read like those that weren't."""

from __future__ import annotations

import gzip
import json
import os
import sys
from pathlib import Path

import pytest

from cctl.host import packed
from tests.contract import harness

needs_zstd = pytest.mark.skipif(not packed.can_zstd(), reason="neither Python 3.14 nor the extra zstd is here")
TEXT = b"".join(b'{"n":%d}\n' % number for number in range(50_000))


def zstd(data: bytes) -> bytes:
    try:
        from compression.zstd import compress  # type: ignore[import-not-found,unused-ignore]  # 3.14
    except ImportError:
        from zstandard import compress  # type: ignore[import-not-found,unused-ignore]  # an extra
    found: bytes = compress(data[:1000]) + compress(data[1000:])  # two frames, as appending would make
    return found


def written(folder: Path, kind: str) -> Path:
    path = folder / f"rollout-2026-11-20T09-30-44-aaaa.jsonl.{kind}"
    path.write_bytes(gzip.compress(TEXT) if kind == "gz" else zstd(TEXT))
    return path


@pytest.mark.parametrize("kind", ["gz", pytest.param("zst", marks=needs_zstd)])
def test_the_bytes_come_back_from_a_path_and_from_a_descriptor(tmp_path: Path, kind: str) -> None:
    path = written(tmp_path, kind)
    with packed.opened(str(path)) as whole:
        assert whole.read() == TEXT
    descriptor = os.open(path, os.O_RDONLY)
    with packed.unpacked(str(path), descriptor) as inside:
        assert os.pread(inside, 5, len(TEXT) - 5) == TEXT[-5:]
    os.fstat(descriptor)  # still the caller's
    os.close(descriptor)


@pytest.mark.parametrize("kind", ["gz", pytest.param("zst", marks=needs_zstd)])
@pytest.mark.parametrize("damage", ["cut", "empty", "noise"])
def test_a_damaged_one_is_an_error_with_a_reason(tmp_path: Path, kind: str, damage: str) -> None:
    path = written(tmp_path, kind)
    whole = path.read_bytes()
    path.write_bytes({"cut": whole[: len(whole) // 2], "empty": b"", "noise": b"noise" * 99}[damage])
    try:
        with packed.opened(str(path)) as told:
            got = told.read()
    except OSError as problem:
        assert problem.strerror or str(problem)
    else:
        assert TEXT.startswith(got)
        assert got != TEXT


def test_without_a_decoder_it_is_said_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "zstandard", None)
    monkeypatch.setitem(sys.modules, "compression.zstd", None)
    path = tmp_path / "x.jsonl.zst"
    path.write_bytes(b"\x28\xb5\x2f\xfd")
    assert not packed.can_zstd()
    with pytest.raises(packed.Unreadable, match="zstd"), packed.opened(str(path)):
        pass


def test_names(tmp_path: Path) -> None:
    assert [packed.plain(name) for name in ("a.jsonl", "a.jsonl.gz", "b.jsonl.zst")] == [
        "a.jsonl",
        "a.jsonl",
        "b.jsonl",
    ]
    assert packed.is_packed("a.gz") and not packed.is_packed("a.jsonl")


def rollout() -> bytes:
    """A rollout with one response of 10 tokens in and 4 out."""

    def line(kind: str, payload: dict[str, object], second: int) -> bytes:
        record = {"timestamp": f"2026-11-20T09:30:{second:02d}.000Z", "type": kind, "payload": payload}
        return json.dumps(record).encode() + b"\n"

    usage = {"input_tokens": 10, "cached_input_tokens": 0, "output_tokens": 4, "total_tokens": 14}
    return (
        line("session_meta", {"id": "aaaa", "cwd": "/p", "cli_version": "0.1"}, 1)
        + line("turn_context", {"cwd": "/p", "model": "gpt-5.4"}, 2)
        + line("token_usage_record", {"response_id": "resp_1", "usage": usage}, 3)
    )


@needs_zstd
def test_a_packed_rollout_counts_once_and_in_every_verb(tmp_path: Path) -> None:
    folder = tmp_path / ".codex/sessions/2026/11/20"
    folder.mkdir(parents=True)
    name = "rollout-2026-11-20T09-30-44-aaaa.jsonl"
    (folder / f"{name}.zst").write_bytes(zstd(rollout()))

    def responses(*words: str) -> int:
        done = harness.run("stats", tmp_path, "--since", "all", *words)
        assert done.returncode == 0
        (record,) = [each for each in harness.records(done.stdout) if each["type"] == "stats"]
        return int(record["responses"])

    path = str(folder / f"{name}.zst")
    assert [responses(), responses(), responses("--no-ledger"), responses(path)] == [1, 1, 1, 1]
    sessions = [each for each in harness.records(harness.run("history", tmp_path).stdout) if each["type"] == "session"]
    assert [each["session"] for each in sessions] == ["aaaa"]
    assert any(each["type"] == "spend" for each in harness.records(harness.run("cat", tmp_path, path).stdout))
    (folder / name).write_bytes(rollout())
    (folder / f"{name}.zst").unlink()
    assert [responses(), responses("--no-ledger")] == [1, 1]
    assert harness.run("ledger verify", tmp_path).returncode == 0


def test_one_that_cannot_be_unpacked_is_said_and_counted(tmp_path: Path) -> None:
    folder = tmp_path / ".codex/sessions/2026/11/20"
    folder.mkdir(parents=True)
    (folder / "rollout-2026-11-20T09-30-44-aaaa.jsonl.zst").write_bytes(b"\x28\xb5\x2f\xfdnoise")
    for words in (["--since", "all"], ["--since", "all"], ["--no-ledger"], ["--audit"]):
        done = harness.run("stats", tmp_path, *words)
        assert done.returncode == 0
        assert b"spend is missing" in done.stderr
        assert harness.records(done.stdout)[-1]["skipped"]["unreadable"] == 1
    found = harness.records(harness.run("cat", tmp_path, str(folder)).stdout)
    assert [each["code"] for each in found if each["type"] == "error"] == ["no_input"]
