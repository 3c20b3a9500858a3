"""Keys are drawn, names are written: the limits on both sides."""

from __future__ import annotations

from random import Random

from cctl.core.secret.chance import entropy, is_piece, looks_random, random_runs

BASE62 = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
WRITTEN = (
    "test_that_the_parser_handles_nested_brackets_v2",
    "getElementsByClassNameWithinShadowRoot2",
    "site-packages/charset_normalizer/legacy.py",
    "2026-11-20T09-26-34-298Z-2026-11-20",
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "x86_64-unknown-linux-gnu-2.35",
)


def test_drawn_keys_are_found():
    random = Random(1)
    for letters, least in ((BASE62, 0.97), (BASE62[:26] + BASE62[52:], 0.9), ("0123456789abcdef", 0.97)):
        keys = ["".join(random.choices(letters, k=40)) for _ in range(300)]
        assert sum(map(looks_random, keys)) / len(keys) >= least


def test_written_names_are_not():
    assert [name for name in WRITTEN if random_runs(name)] == []


def test_hashes_that_everybody_may_know_stay():
    digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    assert random_runs(f"sha256:{digest}") == []
    assert random_runs(f"value {digest}") != []


def test_pieces_and_entropy():
    assert (
        is_piece("a1b2")
        and is_piece("aBcD")
        and not is_piece("context")
        and not is_piece("PATH")
        and not is_piece("Word")
    )
    assert entropy("aaaa") == 0 and entropy("abcd") == 2
