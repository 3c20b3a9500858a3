"""Manual pages."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from cctl.kit import declared, man


def test_a_page_has_its_sections_in_order() -> None:
    verb = next(each for each in declared.verbs() if each.name == "explain")
    page = man.page(verb)
    heads = [line.removeprefix(".SH ").strip('"') for line in page.splitlines() if line.startswith(".SH")]
    assert heads == [
        "NAME",
        "SYNOPSIS",
        "DESCRIPTION",
        "OUTPUT",
        "OPTIONS",
        "EXIT STATUS",
        "ENVIRONMENT",
        "EXAMPLES",
        "SEE ALSO",
    ]


def test_the_overview_lists_every_verb_exit_and_error() -> None:
    page = man.overview(declared.verbs())
    for verb in declared.verbs():
        assert f"\\fB{verb.name}\\fR" in page
    assert "20 no_evidence" in page
    assert "bad_config (78)" in page


@pytest.mark.skipif(not shutil.which("groff"), reason="needs groff")
def test_groff_is_silent_on_every_page() -> None:
    pages = [man.overview(declared.verbs()), man.records_page(), *(man.page(verb) for verb in declared.verbs())]
    for page in pages:
        done = subprocess.run(
            ["groff", "-man", "-ww", "-Tutf8", "-z"], input=page.encode(), capture_output=True, check=True
        )
        assert done.stderr == b"", page.splitlines()[1]
