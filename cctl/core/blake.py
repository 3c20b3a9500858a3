"""BLAKE2 without OpenSSL: `hashlib` loads it, and takes two milliseconds that no start can spare."""

from __future__ import annotations

try:
    from _blake2 import blake2b
except ImportError:  # an interpreter without its own BLAKE2
    from hashlib import blake2b

__all__ = ["blake2b"]
