"""Extended patterns as braces and stars."""

import pytest

from cctl.core.shell.extended import qualifies, spelt_in_braces
from tests.gate import codes, decision


@pytest.mark.parametrize(
    ("lead", "inner", "expected"),
    [
        ("@", "a|b", "{a,b}"),
        ("@", "server.key", "server.key"),
        ("?", "a", "{,a}"),
        ("+", "a|b", "{a,b}*"),
        ("*", "a", "{,a}*"),
        ("!", "*.md", "*"),
        ("@", "", None),
        ("@", "a b", None),
        ("@", "$(x)", None),
        ("@", "+f", None),
        ("*", "e:rm:", None),
        ("@", "x" * 500, None),
    ],
)
def test_a_pattern_names_at_least_its_files(lead: str, inner: str, expected: str | None) -> None:
    assert spelt_in_braces(lead, inner) == expected


@pytest.mark.parametrize("inner", ["e.rm.", "*.exrebootx", "server.key"])
def test_what_zsh_could_take_for_qualifiers_is_read_and_reported(inner: str) -> None:
    assert qualifies(inner)
    assert "OPAQUE" in codes(f"ls *({inner})")


@pytest.mark.parametrize("inner", ["*.md", "a|b", "e.rm.|x", "e", "me.py"])
def test_names_that_are_only_names(inner: str) -> None:
    assert not qualifies(inner)


def test_listing_by_a_pattern_is_looking() -> None:
    assert decision("shopt -s extglob; ls !(*.md) src/@(a|b).txt") == "allow"


def test_a_secret_among_the_names_is_one() -> None:
    assert "SECRET_VALUE" in codes("cat certs/@(server.key)")
    assert "SECRET_VALUE" in codes("cat @(notes.txt|.env)")


def test_what_a_pattern_deletes_is_deleted() -> None:
    assert decision("rm -rf /@(etc|usr)") == "deny"
    assert decision("rm -rf !(keep)") == "deny"


def test_a_pattern_in_an_assignment_is_not_read() -> None:
    assert "OPAQUE" in codes("x=@(a|b) ls")
