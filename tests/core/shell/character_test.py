import pytest

from cctl.core.shell.character import NAME, hidden, names, run_length


@pytest.mark.parametrize(
    ("text", "expected"),
    [("abc def", 3), ("", 0), (" x", 0), ("a" * 500, 500), ("a" * 64, 64), ("a" * 65 + "-", 65)],
)
def test_runs_are_measured_over_any_length(text: str, expected: int) -> None:
    assert run_length(text, 0, len(text), NAME) == expected


def test_a_run_stops_where_it_is_told_to() -> None:
    assert run_length("abcdef", 1, 4, NAME) == 3


@pytest.mark.parametrize("text", ["ls -la", "a\n\tb\n", "", "grüße ☃ 漢字 🎉", "echo 'naïve'", "x" * 1000])
def test_ordinary_text_hides_nothing(text: str) -> None:
    assert hidden(text) is None


@pytest.mark.parametrize("code", [0, 1, 7, 8, 0x0B, 0x0C, 0x0D, 0x1B, 0x1F, 0x7F])
def test_control_characters_are_found(code: int) -> None:
    assert hidden("ls " + chr(code) + "x") == ("control character", 3, 4)


@pytest.mark.parametrize(
    "code",
    [
        0x85,
        0xA0,
        0xAD,
        0x61C,
        0x180E,
        0x200B,
        0x200C,
        0x200D,
        0x200E,
        0x202A,
        0x202E,
        0x2028,
        0x2060,
        0x2066,
        0x2069,
        0x3000,
        0x3164,
        0xFEFF,
        0xFFF9,
        0xD800,
        0xDFFF,
        0xE0041,
    ],
    ids=hex,
)
def test_characters_nobody_sees_are_found(code: int) -> None:
    found = hidden("grüße " + chr(code) + "x")
    assert found is not None
    assert found[1:] == (6, 7)


def test_names_in_arithmetic() -> None:
    assert names("a + b2*(c_d) - 16#ff + 07") == {"a", "b2", "c_d", "ff"}
    assert names("1+2") == set()
