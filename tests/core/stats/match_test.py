"""Words of flags."""

import pytest

from cctl.core.stats.match import beginnings, names, paths


@pytest.mark.parametrize(
    ("word", "fits", "not_"),
    [
        ("api", "/home/me/api", "/home/me/api-two"),
        ("/home/me/api", "/home/me/api", "/home/me"),
        ("/home/me/api/", "/home/me/api", "/home/me/api/x"),
        ("api*", "/home/me/api-two", "/home/me/api-two/x"),
        ("/home/*", "/home/me/api", "/srv/api"),
        ("[ab]", "/x/a", "/x/c"),
        ("/", "/", "/x"),
    ],
)
def test_projects(word: str, fits: str, not_: str) -> None:
    assert paths([word])(fits)
    assert not paths([word])(not_)
    assert paths(["nothing", word])(fits)


def test_names_hold_a_plain_word_or_fit_a_pattern() -> None:
    assert names(["opus"])("claude-opus-4-5")
    assert names(["claude-*-4-5"])("claude-opus-4-5")
    assert not names(["opus*"])("claude-opus-4-5")
    assert not names([])("x")


def test_ids_may_be_cut_short() -> None:
    assert beginnings(["ab", "cd"])("cdef")
    assert not beginnings(["ab"])("xab")
