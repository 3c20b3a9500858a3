"""Text on standard output, by real processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract import harness

WORDS = (
    ["--version"],
    ["--help"],
    ["stats", "--help"],
    ["completions", "bash"],
    ["ledger", "path"],
    ["config", "template"],
    ["summary", "--markdown"],
)


def run(words: list[str], home: Path, stdout: int, **more: object) -> tuple[int, bytes]:
    command = [sys.executable, "-P", "-m", "cctl", *words]
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=stdout, stderr=subprocess.PIPE, cwd=home, timeout=60, check=False,
        env=harness.environment(home), **more,  # type: ignore[call-overload]  # keywords of a test
    )  # fmt: skip
    return done.returncode, done.stderr


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_a_full_disk_is_said_and_no_success(tmp_path: Path, words: list[str]) -> None:
    full = os.open("/dev/full", os.O_WRONLY)
    try:
        code, said = run(words, tmp_path, full)
    finally:
        os.close(full)
    assert (code, said.count(b"\n")) == (73, 1) and b"No space left" in said


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_a_reader_that_left_is_no_defect(tmp_path: Path, words: list[str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        assert run(words, tmp_path, writer) == (141, b"")
    finally:
        os.close(writer)


@pytest.mark.parametrize("words", WORDS, ids=" ".join)
def test_a_closed_standard_output_is_said(tmp_path: Path, words: list[str]) -> None:
    code, said = run(words, tmp_path, subprocess.DEVNULL, preexec_fn=lambda: os.close(1))
    assert (code, said.count(b"\n")) == (73, 1) and b"standard output" in said
