"""The name says secret, the value decides."""

from __future__ import annotations

import pytest

from cctl.core.secret.named import is_secret_name, is_secret_value, named


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"password": "swordfish"}', "swordfish"),
        ("DB_PASSWORD=swordfish", "swordfish"),
        ("password: swordfish", "swordfish"),
        ("client_secret='a b'", "a b"),
        ("--api-key abc123", "abc123"),
        ("API_TOKEN=a)b}c", "a)b}c"),
        ("aws_secret_access_key = abcd1234/x+y", "abcd1234/x+y"),
        ("passphrase is abc123.", "abc123"),
    ],
)
def test_found(text, value):
    assert value in {text[start:end] for start, end, _ in named(text)}


@pytest.mark.parametrize(
    "text",
    [
        "password: str",
        "token = self.next()",
        "secret: ${{ secrets.X }}",
        "token_count: 3",
        "password:\n  user: bob",
        "key=1",
    ],
)
def test_left(text):
    assert named(text) == []


def test_names():
    assert is_secret_name("dbPassword") and is_secret_name("X_API_KEY") and is_secret_name("client-secret")
    assert not is_secret_name("tokenizer") and not is_secret_name("monkey")
    assert is_secret_value("pin", "4711") and not is_secret_value("password", "${X}")
