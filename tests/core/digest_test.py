"""Hashes: short, stable, independent of the order of keys."""

from cctl.core.digest import digest


def test_a_digest_is_stable_across_releases() -> None:
    assert digest("hello") == "a7b6eda801e5347d"
    assert digest({"a": [1, None, "é"]}) == digest({"a": [1, None, "é"]})


def test_the_order_of_keys_does_not_matter_but_that_of_items_does() -> None:
    assert digest({"a": 1, "b": {"c": 2, "d": 3}}) == digest({"b": {"d": 3, "c": 2}, "a": 1})
    assert digest([1, 2]) != digest([2, 1])


def test_text_that_no_encoder_takes_still_has_a_digest() -> None:
    assert digest("\ud800") != digest("\ud801")
    assert digest(["\ud800"]) != digest(["\ud801"])
    assert len(digest(None)) == 16
