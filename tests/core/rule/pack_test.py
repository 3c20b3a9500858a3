"""Rules as lines."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cctl.core.rule.pack import pack, source_of, unpack
from cctl.core.rule.rule import Rule

WORDS = st.text(st.characters(codec="utf-8"), max_size=12)


@given(WORDS, WORDS, WORDS, st.lists(WORDS, min_size=1, max_size=3), st.integers(0, 9999))
def test_what_is_packed_comes_back_whatever_its_texts_hold(
    name: str, message: str, origin: str, values: list[str], line: int
) -> None:
    rule = Rule(name, "deny", {"arg": tuple(values)}, {"flag": ("-n",)}, message, "team", origin, line)
    text = pack([rule, rule], "stamp\t1")
    assert source_of(text) == "stamp\t1"
    back = unpack(text)
    assert len(back) == 2
    for each in back:
        assert [getattr(each, slot) for slot in Rule.__slots__] == [getattr(rule, slot) for slot in Rule.__slots__]


def test_another_version_and_a_cut_text_are_no_rules() -> None:
    whole = pack([Rule("a", "deny", {}, {})], "s")
    assert source_of(whole[:-1]) is None
    assert source_of(whole.replace("cctl-rules 1", "cctl-rules 0")) is None
    assert source_of("") is None
