from hypothesis import given
from hypothesis import strategies as st

from cctl.core.state.seen import FRESH, Seen


@given(st.lists(st.text(max_size=6), max_size=60))
def test_it_answers_as_a_set_would(keys: list[str]) -> None:
    seen, known = Seen(), set[str]()
    for key in keys:
        assert seen.add(key) is (key not in known)
        known.add(key)
    assert len(seen) == len(known)


def test_many_ids_survive_settling_and_packing() -> None:
    seen = Seen()
    for n in range(FRESH * 5):
        assert seen.add(f"id{n}")
    again = Seen(seen.packed())
    assert len(again) == FRESH * 5
    assert not any(again.add(f"id{n}") for n in range(FRESH * 5))
    assert again.add("new")


def test_a_cut_packing_is_read_as_far_as_it_goes() -> None:
    seen = Seen()
    seen.add("a")
    assert len(Seen(seen.packed() + b"xyz")) == 1


def test_ids_with_lone_surrogates_are_ids() -> None:
    assert Seen().add("\udcff")


@given(st.lists(st.text(max_size=6), max_size=60))
def test_a_brief_one_answers_the_same(keys: list[str]) -> None:
    lasting, brief = Seen(), Seen(brief=True)
    assert [brief.add(key) for key in keys] == [lasting.add(key) for key in keys]
    again = Seen(brief.packed(), brief=True)
    assert not any(again.add(key) for key in keys)
