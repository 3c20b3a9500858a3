import pytest

from cctl.core.shell.brace import TooMany, expand


def texts(word: str, limit: int = 64) -> list[str]:
    return ["".join(str(item) for item in items) for items in expand(list(word), limit)]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("a", ["a"]),
        ("{a,b}", ["a", "b"]),
        ("x{a,b}y", ["xay", "xby"]),
        ("{a,{b,c}}", ["a", "b", "c"]),
        ("{a,b}{c,d}", ["ac", "ad", "bc", "bd"]),
        ("{,x}", ["", "x"]),
        ("{a,}", ["a", ""]),
        ("{1..3}", ["1", "2", "3"]),
        ("{3..1}", ["3", "2", "1"]),
        ("{-1..1}", ["-1", "0", "1"]),
        ("{01..3}", ["01", "02", "03"]),
        ("{1..10..3}", ["1", "4", "7", "10"]),
        ("{a..e..2}", ["a", "c", "e"]),
        ("{c..a}", ["c", "b", "a"]),
        ("{}", ["{}"]),
        ("{a}", ["{a}"]),
        ("{a,b", ["{a,b"]),
        ("a,b}", ["a,b}"]),
        ("{1..a}", ["{1..a}"]),
        ("{a..}", ["{a..}"]),
        ("{a,{b,c}", ["{a,b", "{a,c"]),
        ("{a,b}}", ["a}", "b}"]),
        ("{{a,b}}", ["{a}", "{b}"]),
    ],
)
def test_braces_expand_as_in_the_shell(word: str, expected: list[str]) -> None:
    assert texts(word) == expected


def test_an_expansion_is_one_item_whatever_it_holds() -> None:
    inner = object()
    assert expand(["{", inner, ",", "b", "}"], 64) == [[inner], ["b"]]


@pytest.mark.parametrize(
    "word",
    ["{1..65}", "{1..999999999999}", "{a,b}" * 7, "{" + ",".join("x" * 65) + "}", "{A..c}", "{a,b}" * 40, "a" * 3000],
)
def test_too_many_words_are_refused_and_not_made(word: str) -> None:
    with pytest.raises(TooMany):
        expand(list("{a,b}" + word), 64)


def test_the_limit_is_reached_exactly() -> None:
    assert len(texts("{1..64}")) == 64
    assert len(texts("{a,b}" * 6)) == 64
