"""`cctl stats`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bench.corpus import corpus, differs
from tests.contract import harness
from tests.host.activity.store_test import ONE, STORY, TWO, call


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / ".claude/projects/-p"
    folder.mkdir(parents=True)
    (folder / f"{ONE}.jsonl").write_text("".join(STORY))
    (folder / f"{TWO}.jsonl").write_text(
        call(TWO, "u", "toolu_x", "Read", {}, 9).replace("claude-opus-5-5", "odd-model")
    )
    return tmp_path


def stats(home: Path, *arguments: str, stdin: bytes | None = None) -> list[dict[str, object]]:
    found = harness.records(harness.run("stats", home, "--since", "all", *arguments, stdin=stdin).stdout)
    return [record for record in found if record["type"] == "stats"]


def test_the_shape_of_a_record_is_fixed(home: Path) -> None:
    first, *_ = stats(home, "--by", "day,model")
    assert list(first) == ["type", "v", "ts", "key", "responses", "sessions", "tokens", "cost_usd", "unpriced"]
    assert list(first["key"]) == ["day", "model"]  # type: ignore[call-overload]  # a dict on the wire
    assert list(first["tokens"]) == [  # type: ignore[call-overload]  # a dict on the wire
        "input", "output", "cache_write_5m", "cache_write_1h", "cache_read", "total",
    ]  # fmt: skip


def test_an_unknown_price_is_unpriced_never_free(home: Path) -> None:
    by = {record["key"]["model"]: record for record in stats(home, "--by", "model")}  # type: ignore[index]  # JSON
    assert "cost_usd" not in by["odd-model"]
    assert by["odd-model"]["unpriced"] == 1
    (total,) = stats(home)
    assert (total["unpriced"], total["sessions"], total["cost_usd"]) == (1, 2, 3 * 24 / 1e6)


def test_pipes_say_what_the_machine_says(home: Path) -> None:
    plain = stats(home, "--by", "model,session,tool")
    history = harness.run("history", home, "--since", "all", stdin=None).stdout
    assert stats(home, "--by", "model,session,tool", "-", stdin=history) == plain
    cat = harness.run("cat", home, ".claude", stdin=None).stdout
    assert stats(home, "--by", "model,session,tool", "-", stdin=cat) == plain
    assert stats(home, "--by", "model,session,tool", "-", stdin=cat + history + cat) == plain
    assert stats(home, "--by", "model,session,tool", "--no-ledger") == plain


def test_bytes_on_stdin_that_nobody_reads_are_said(home: Path) -> None:
    done = harness.run("stats", home, "--since", "all", stdin=b'{"type":"spend"}\n')
    assert b"17 bytes on standard input were ignored; say `-`" in done.stderr


def test_days_are_cut_in_the_zone_of_the_question(home: Path) -> None:
    days = {zone: stats(home, "--by", "day", "--timezone", zone)[0]["key"] for zone in ("UTC", "Pacific/Honolulu")}
    assert days == {"UTC": {"day": "2026-11-01"}, "Pacific/Honolulu": {"day": "2026-10-31"}}


@pytest.mark.parametrize(
    ("flags", "word"),
    [(["--by", "dya"], b"--by"), (["--timezone", "Nowhere"], b"--timezone"), (["--sort", "x"], b"--sort"),
     (["--since", "someday"], b"--since"), (["--compare", "previous"], b"--compare")],
)  # fmt: skip
def test_a_wrong_flag_is_one_line(home: Path, flags: list[str], word: bytes) -> None:
    since = [] if "--since" in flags else ["--since", "all"]
    done = harness.run("stats", home, *since, *flags, stdin=None)
    assert (done.returncode, done.stderr.count(b"\n")) == (2, 1)
    assert word in done.stderr


@pytest.mark.shared
@pytest.mark.slow
def test_a_corpus_is_exact_in_every_cell(tmp_path: Path) -> None:
    folder = corpus("100M")
    for arguments in (["--no-ledger"], [], []):
        done = harness.run(
            "stats",
            tmp_path,
            "--by",
            "day,model",
            "--since",
            "all",
            *arguments,
            stdin=None,
            CLAUDE_CONFIG_DIR=str(folder),
        )
        assert differs(folder, done.stdout) == ""
    assert json.loads(done.stdout.splitlines()[-1])["errors"] == 0


def test_what_a_stream_lacks_is_told_with_the_answer(home: Path) -> None:
    stream = b'not json\n{"type":"error","v":1,"ts":"2026-01-01T00:00:00.000Z","code":"no_input","message":"gone"}\n'
    found = harness.records(harness.run("stats", home, "-", stdin=stream).stdout)
    assert [(record["type"], record.get("code")) for record in found] == [
        ("error", "bad_json"), ("error", "no_input"), ("stats", None), ("end", None),
    ]  # fmt: skip
    assert found[-1]["errors"] == 2
    assert harness.run("stats", home, "--strict", "-", stdin=stream).returncode == 65
    peer = harness.run("stats", home, "--by", "day", "--compat", "ccusage", "-", stdin=stream)
    assert json.loads(peer.stdout)["daily"] == []
    assert b"-:1: not JSON" in peer.stderr
    assert b"gone" in peer.stderr


def test_a_pipe_is_read_once_and_whole(home: Path) -> None:
    expected = stats(home, str(home / f".claude/projects/-p/{ONE}.jsonl"))[0]
    whole = "".join(STORY).encode()
    for stdin in (whole, harness.run("cat", home, "-", stdin=whole).stdout):
        for name in ("-", "/dev/stdin"):
            (found,) = stats(home, name, stdin=stdin)
            assert (found["responses"], found["cost_usd"]) == (expected["responses"], expected["cost_usd"])
    told = harness.records(harness.run("history", home, "/dev/stdin", stdin=whole).stdout)[0]
    assert (told["responses"], told["cost_usd"]) == (expected["responses"], expected["cost_usd"])
    assert told["calls"] == 3
    assert harness.run("cat", home, "/dev/stdin", stdin=whole).stdout.count(b'"type":"call"') == 3
