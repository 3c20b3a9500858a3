"""Patterns without regular expressions."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cctl.core.rule import glob


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        ("a", "a", True), ("a", "ab", False), ("*", "", True), ("*", "a/b", False), ("**", "a/b", True),
        ("a/*/c", "a/b/c", True), ("a/*/c", "a/b/b/c", False), ("a/**/c", "a/b/b/c", True), ("a/**/c", "a/c", True),
        ("a?c", "abc", True), ("a?c", "a/c", False), ("*.py", "x.py", True), ("*.py", "x.pyc", False),
        ("mcp__*", "mcp__x__y", True),
    ],
)  # fmt: skip
def test_a_star_stays_within_a_folder_and_two_do_not(pattern: str, text: str, fits: bool) -> None:
    assert glob.matches(pattern, text) is fits


@given(st.text("ab/*?", max_size=8), st.text("ab/", max_size=8))
def test_matching_is_what_the_same_pattern_as_a_regular_expression_says(pattern: str, text: str) -> None:
    made = re.escape(pattern).replace(r"\*\*", "\0").replace(r"\*", "[^/]*").replace(r"\?", "[^/]")
    made = re.sub(r"(?:(?<=/)|^)\0/", "(?:.*/)?", made).replace("\0", ".*")
    assert glob.matches(pattern, text) is bool(re.fullmatch(made, text, re.S))


def test_a_hostile_name_holds_nothing_up() -> None:
    start = time.process_time()
    assert not glob.matches("*a" * 40 + "b", "a" * 5000)
    assert time.process_time() - start < 5


def test_path_patterns_are_anchored_at_root_home_or_project() -> None:
    def full(pattern: str) -> str:
        return glob.anchored(pattern, home="/home/ada", project="/work/site")

    assert [full(p) for p in ("/etc/*", "~/x", "src/**", "./a", "**/b")] == [
        "/etc/*", "/home/ada/x", "/work/site/src/**", "/work/site/a", "**/b",
    ]  # fmt: skip
    assert glob.anchored("~/x", home=None, project=None) == "" == glob.anchored("src", home=None, project=None)


def test_a_shell_pattern_could_be_what_a_rule_refuses_and_must_be_what_a_rule_allows() -> None:
    assert glob.could_be("/p/secret.txt", "/p/*.txt") and glob.could_be("/p/**", "/p")
    assert not glob.could_be("/p/secret.txt", "/q/*.txt")
    assert glob.must_be("/p/build/**", "/p/build/*.o") and glob.must_be("/p/build/**", "/p/build")
    assert not glob.must_be("/p/build/**", "/p/*/x") and not glob.must_be("/p/?.o", "/p/*.o")
    assert not glob.must_be("/p/build/**", "/p/build/*/../../x")


def test_hosts_are_named_whole_or_by_their_domain() -> None:
    assert glob.host_matches("api.example.org", "API.example.org.") and glob.host_matches(
        "*.example.org", "a.example.org"
    )
    assert not glob.host_matches("*.example.org", "example.org")
    assert not glob.host_matches("example.org", "example.org.evil.net")
    assert not glob.host_matches("*.example.org", "evilexample.org")
