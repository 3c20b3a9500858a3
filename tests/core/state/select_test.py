import pytest

from cctl.core.state.select import Selection, foci, focus, state, states

RECORD = {
    "session": "6f1c-2",
    "project": "/home/dev/shop",
    "name": "shop-5",
    "model": "opus",
    "state": "needs_input",
    "cost_usd": 2.5,
    "context_ratio": 0.5,
}


@pytest.mark.parametrize("word", ["NeedsInput", "needs-input", "needs_input", "Needs Input", "NEEDSINPUT"])
def test_every_spelling_of_a_state_is_one(word: str) -> None:
    assert state(word) == "needs_input"


def test_short_words_and_lists() -> None:
    assert state("waiting") == "waiting_input"
    assert states(("waiting,idle", "unknown")) == {"waiting_input", "idle", "unknown"}
    assert focus("High Context") == "high-context"


def test_an_unknown_word_names_the_choices() -> None:
    with pytest.raises(ValueError, match="needs_input"):
        state("sleeping")
    with pytest.raises(ValueError, match="attention"):
        focus("everything")


@pytest.mark.parametrize(
    ("selection", "meant"),
    [
        (Selection(), True),
        (Selection(search="SHOP"), True),
        (Selection(search="bank"), False),
        (Selection(projects=("shop",)), True),
        (Selection(projects=("/home/dev/shop/",)), True),
        (Selection(projects=("sho*",)), True),
        (Selection(projects=("/home/dev",)), False),
        (Selection(sessions=("6f",)), True),
        (Selection(sessions=("7",)), False),
    ],
)
def test_who_is_meant(selection: Selection, meant: bool) -> None:
    assert selection.who(RECORD) is meant


def test_what_needs_attention() -> None:
    assert foci(RECORD, 0.8, 0) == ["attention"]
    assert foci(RECORD, 0.5, 2) == ["over-budget", "high-context", "attention"]
    assert foci({**RECORD, "state": "idle"}, 0.8, 0) == []
    assert foci({"state": "unknown", "conflicts": ["x"]}, 0.8, 1) == ["unknown", "conflict", "attention"]


def test_what_it_does_is_asked_beside_who_it_is() -> None:
    assert Selection(states=frozenset({"needs_input"})).what(RECORD)
    assert not Selection(states=frozenset({"idle"})).what(RECORD)
    assert not Selection(focus=frozenset({"conflict"})).what(RECORD)
    assert Selection(focus=frozenset({"attention"})).what(RECORD)
