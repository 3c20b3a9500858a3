"""The one error boundary."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import click
import pytest

from cctl.kit.boundary import Terminated, guarded
from cctl.kit.say import ReaderGone
from cctl.records.errors import BadConfig


def ending(raises: BaseException | None, value: int = 0) -> click.Command:
    @click.command()
    @click.option("--debug", is_flag=True)
    @click.option("--log")
    def command(debug: bool, log: str | None) -> int:
        if raises:
            raise raises
        return value

    return command


@pytest.mark.parametrize(
    ("raised", "code"),
    [(None, 0), (BadConfig("x"), 78), (ReaderGone(), 141), (KeyboardInterrupt(), 130), (Terminated(), 143),
     (click.Abort(), 130), (click.UsageError("no"), 2), (ValueError("oops"), 1)],
)  # fmt: skip
def test_each_end_has_its_status(raised: BaseException | None, code: int) -> None:
    kept = signal.getsignal(signal.SIGTERM)
    try:
        assert guarded(ending(raised), []) == code
    finally:
        signal.signal(signal.SIGTERM, kept)


def test_a_known_error_is_one_line_with_its_hint(capsys: pytest.CaptureFixture[str]) -> None:
    guarded(ending(BadConfig("a.toml:3: bad\x1b[2J", hint="look there")), [])
    assert capsys.readouterr().err == "cctl: a.toml:3: bad␛[2J (look there)\n"


def test_as_json_when_asked(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    guarded(ending(BadConfig("bad", hint="h")), ["--log", "json"])
    told = json.loads(capsys.readouterr().err)
    assert told == {"type": "exit_error", "v": 1, "code": "bad_config", "message": "bad", "exit": 78, "hint": "h"}
    monkeypatch.setenv("CCTL_LOG", "json")
    guarded(ending(None), ["--nope"])
    assert json.loads(capsys.readouterr().err)["code"] == "usage"


def test_a_defect_is_one_line_and_a_report(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(ending(ZeroDivisionError("secret detail")), []) == 1
    line = capsys.readouterr().err
    assert line.count("\n") == 1
    assert line.startswith("cctl: defect in cctl: ZeroDivisionError: secret detail; traceback in ")
    report = Path(line.strip().rpartition(" ")[2])
    assert "Traceback" in report.read_text()
    report.unlink()
    assert guarded(ending(ZeroDivisionError()), ["--debug"]) == 1
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize("words", [[], ["rules"]])
def test_nothing_asked_is_answered_with_help_in_lines(words: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    from cctl.cli import run

    assert run(words) == 2
    said = capfd.readouterr()
    assert said.out == ""
    assert said.err.startswith("Usage: cctl")
    assert "\n  " in said.err
