import pytest

from tests.core.shell.shown import args, commands, last, reasons


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("export y=1; x $y", ["1"]),
        ("export y=1 z=2; x $y $z", ["1", "2"]),
        ("y=1; export y; x $y", ["1"]),
        ("declare -x y=1; x $y", ["1"]),
        ("readonly y=1; x $y", ["1"]),
        ("readonly y=1; y=2; x $y", ["…"]),
        ("declare -r y=1; y=2; x $y", ["…"]),
        ("declare -u y=a; x $y", ["…"]),
        ("declare y; x $y", ["…"]),
        ('declare -a y=(a b); x "${y[@]}"', ["a", "b"]),
        ("declare -A y=([a]=b); x ${y[a]}", ["…"]),
        ("declare -p y; x", []),
        ("export -n y; x", []),
        ("f() { local y=1; x $y; }; f", ["1"]),
        ("f() { local y=1; }; y=2; f; x $y", ["…"]),
        ("f() { declare y=1; }; y=2; f; x $y", ["…"]),
        ("f() { declare -g y=1; }; y=2; f; x $y", ["1"]),
        ("local y=1; x $y", ["…"]),
        ("export y=$z; x $y", ["…"]),
        ("export y=a$z; x $y", ["a…"]),
        ("export y='a b'; z='c d'; export w=$z; x \"$w\"", ["c d"]),
        ("y=1; export y+=2; x $y", ["…"]),
        ("read y; x $y", ["…"]),
        ("read -r -p 'name: ' y z; x $z", ["…"]),
        ("y=1; printf -v y a; x $y", ["…"]),
        ("y=1; printf %s y; x $y", ["1"]),
        ("y=1; unset z; x $y", ["1"]),
        ("y=1; let z=1; x $y", ["1"]),
    ],
)
def test_declarations_give_values(text: str, expected: list[str]) -> None:
    assert args(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "declare -n y=z",
        "local -n y=z",
        "typeset -n y",
        "declare -q y",
        'export "$y=1"',
        "export $(cat .env)",
        "export $y",
        "declare 'y[$(z)]=1'",
        "y='a[$(b)]'; declare 'z[y]=1'",
        "declare -a y=$z",
        "declare -a 'y=($(z))'",
        "unset 'y[`z`]'",
        "read 'y[$(z)]'",
        "let 'y=z[$(a)]'",
        'let "y=$(cat f)"',
    ],
)
def test_attributes_and_names_that_cannot_be_followed_are_opaque(text: str) -> None:
    assert reasons(text)


def test_a_value_of_a_declaration_is_never_split() -> None:
    word = last("export y=$(z)").words[1]
    assert (word.text, word.dynamic, word.split) == ("y=", True, False)
    assert word.subs[0].words[0].text == "z"


def test_an_array_in_a_declaration_keeps_its_substitutions() -> None:
    assert [found[0] for found in commands("declare -a y=(a $(z) b)")] == ["z", "declare"]
