"""BLAKE2."""

from __future__ import annotations

import hashlib

from cctl.core.blake import blake2b


def test_it_is_the_same_function() -> None:
    for data in (b"", b"a", b"x" * 10_000):
        assert blake2b(data, digest_size=8).digest() == hashlib.blake2b(data, digest_size=8).digest()
