"""Progress of long work."""

from __future__ import annotations

import pytest

from cctl.kit.progress import Progress


def test_it_says_nothing_where_no_terminal_is(capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress("reading", patience_s=0)
    progress(1, 2)
    progress.close()
    assert capsys.readouterr().err == ""


def test_on_a_terminal_it_shows_after_a_while_and_cleans_up(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    patient = Progress("reading", patience_s=60)
    patient(1, 2)
    patient.close()
    assert capsys.readouterr().err == ""
    progress = Progress("reading", patience_s=0)
    progress(500_000_000, 1_000_000_000)
    progress(0, 0)
    progress.close()
    text = capsys.readouterr().err
    assert "reading  50% (500.0 MB of 1.0 GB)" in text
    assert text.endswith("\r")
