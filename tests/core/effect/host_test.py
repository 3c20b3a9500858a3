"""Hosts in words."""

import pytest

from cctl.core.effect.host import host_of, reach
from cctl.core.shell.word import Word
from tests.gate import survey


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://user:pw@Example.com:8080/x?y", "example.com"),
        ("git@github.com:a/b", "github.com"),
        ("example.com:443", "example.com"),
        ("http://[::1]:80/", "::1"),
        ("https://github.com\\@evil.example/", ""),
        ("https://github.com@evil.example/", "evil.example"),
    ],
)
def test_the_host_of_a_word(text: str, host: str) -> None:
    assert host_of(text) == host


@pytest.mark.parametrize(
    ("role", "text", "dynamic", "expected"),
    [
        ("u", "https://github.com/", False, ["NET_GET(known)"]),
        ("s", "https://a.example/", False, ["NET_SEND(other)"]),
        ("u", "https://github.com/", True, ["NET_GET(known)"]),
        ("u", "https://github.com", True, ["NET_GET(unknown)"]),
        ("u", "", True, ["NET_GET(unknown)"]),
        ("u", "http://169.254.169.254/", False, ["SECRET_STORE", "NET_GET(other)"]),
        ("u", "file:///etc/passwd", False, ["READ(system)"]),
        ("n", "a.example", False, ["NET_PROBE"]),
    ],
)
def test_what_reaching_a_host_is(role: str, text: str, dynamic: bool, expected: list[str]) -> None:
    found = survey()
    reach(found, role, Word(text, text, 0, len(text), dynamic))
    assert [effect[0] for effect in found.effects] == expected
