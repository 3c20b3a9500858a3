"""A run for CI."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from cctl.core.run.report import github, junit, markdown

GOOD: dict[str, Any] = {"argv": ["claude", "-p"], "exit": 0, "cause": "child", "duration_s": 1.5, "cost_usd": 0.25}
BAD = GOOD | {"name": 'a"<b>', "exit": 11, "cause": "budget", "message": "no\nroom 100%\x1b[2J"}


def test_junit_is_xml_whatever_it_holds() -> None:
    (suite,) = ElementTree.fromstring(junit(GOOD))
    assert suite.attrib["failures"] == "0" and suite[0].attrib["name"] == "claude"
    (suite,) = ElementTree.fromstring(junit(BAD))
    assert suite[0].attrib["name"] == 'a"<b>' and suite[0][0].attrib["type"] == "budget"


def test_github_is_told_in_one_line() -> None:
    assert list(github(GOOD)) == ["::notice title=cctl run::exit 0, child; $0.2500 spent"]
    (line,) = github(BAD)
    assert line.startswith("::error title=cctl run::exit 11, budget; no") and "\n" not in line and "100%25" in line


def test_a_summary_is_a_table() -> None:
    git = {"changed": 2, "added": 3, "removed": 1}
    page = markdown(GOOD | {"git": git, "summary": {"calls": 4}, "refused": 1})
    assert "| cost | $0.2500 |" in page and "2 files" in page and "| calls | 4 |" in page
    assert "failed" in markdown(BAD)
