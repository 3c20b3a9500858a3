import pytest

from cctl.core.shell.bracket import bracket_end


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("[a]", 3),
        ("[^/]x", 4),
        ("[]a]", 4),
        ("[^]a]", 5),
        ("[[:alpha:]/]", 12),
        ("[[.x.]]", 7),
        ("[a", -1),
        ("[", -1),
        ("[[:a]", -1),
        ("[\\]]", -1),
        ("[a\n]", -1),
        ("[\\/]", 4),
    ],
)
def test_where_a_bracket_expression_ends(text: str, end: int) -> None:
    assert bracket_end(text, 0) == end
