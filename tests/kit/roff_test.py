"""Roff."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from cctl.kit.roff import Page, escaped, prose

HOSTILE = ".so /etc/passwd\n'br\nback\\slash -dash `tick`"


def test_no_text_is_a_request() -> None:
    for line in escaped(HOSTILE).split("\n"):
        assert not line.startswith((".", "'"))
    assert escaped("a\\b") == "a\\eb"


def test_backquotes_are_bold() -> None:
    assert prose("see `cctl stats` now") == "see \\fBcctl stats\\fR now"


@pytest.mark.skipif(not shutil.which("groff"), reason="needs groff")
def test_groff_takes_a_page_of_hostile_text_in_silence() -> None:
    page = Page("cctl-x", 1, "2026-01-01", "1", HOSTILE.replace("\n", " "))
    page.heading("description")
    page.paragraph(HOSTILE)
    page.item(HOSTILE.partition("\n")[0], "")
    page.block(HOSTILE.split("\n"))
    done = subprocess.run(
        ["groff", "-man", "-ww", "-Tutf8"], input=page.text().encode(), capture_output=True, timeout=30, check=True
    )
    assert done.stderr == b""
    assert b"/etc/passwd" in done.stdout
