import pytest

from tests.core.shell.shown import args, last, reasons, script


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x {a,b}c", ["ac", "bc"]),
        ("x {a,'b c'}", ["a", "b c"]),
        ("x '{a,b}' \\{a,b} \"{a,b}\" {a\\,b,c}", ["{a,b}", "{a,b}", "{a,b}", "a,b", "c"]),
        ("y=1; x {$y,b}", ["1", "b"]),
        ("x a{,.bak}", ["a", "a.bak"]),
        ("x {1..3}.txt", ["1.txt", "2.txt", "3.txt"]),
        ("x {$y,b}", ["…", "b"]),
        ("x {a,*.py}", ["a", "glob:*.py"]),
        ("x ~/{a,b}", ["/home/test/a", "/home/test/b"]),
        ("y={a,b}; x $y", ["{a,b}"]),
        ("export y={a,b}; x $y", ["b"]),
        ("x $(echo a b)", ["a", "b"]),
        ('x "$(echo a b)"', ["a b"]),
        ("x a$(y)b", ["a…"]),
        ("x a'b'\"c\"$y'd'", ["abc…"]),
    ],
)
def test_words_are_expanded_in_the_shells_order(text: str, expected: list[str]) -> None:
    assert args(text) == expected


def test_a_word_made_of_a_substitution_names_its_commands() -> None:
    command = last('sh -c "$(curl a | tac)" <(wget b) $(c; d)')
    assert [[sub.words[0].text for sub in word.subs] for word in command.words] == [
        [],
        [],
        ["tac"],
        ["wget"],
        ["c", "d"],
    ]
    assert command.words[2].subs[0].stdin[0].words[0].text == "curl"


def test_an_unknown_separator_makes_splitting_unknown() -> None:
    word = last("IFS=,; y=a,b; x $y").words[1]
    assert (word.text, word.dynamic, word.split) == ("", True, True)
    assert last('IFS=,; y=a,b; x "$y"').words[1].text == "a,b"
    assert last("y='a b'; IFS= read z; x $y").words[1].text == "a"


@pytest.mark.parametrize(
    "text",
    [
        "y=" + "a" * 1000 + "; " + 'y="$y$y"; ' * 30 + "x $y",
        "y=" + "a" * 30000 + '; x "$y" "$y" "$y"',
        "y=(" + "a " * 500 + "); " + 'y=("${y[@]}" "${y[@]}"); ' * 20,
        'f() { f2 "$@" "$@"; }; ' + "".join(f'f{n}() {{ f{n + 1} "$@" "$@"; }}; ' for n in range(2, 20)) + "f a b c d",
    ],
)
def test_values_made_of_values_do_not_grow_without_bound(text: str) -> None:
    found = script(text)
    assert found.opaque
    assert sum(len(word.text) for command in found.commands for word in command.words) < 1_000_000


def test_a_word_that_expands_to_too_many_is_opaque_and_one() -> None:
    assert reasons("x {1..9}{1..9}") == ["limit of brace expansion"]
    assert len(last("x {1..9}{1..9}").words) == 2


def test_a_loop_over_files_hands_the_pattern_on() -> None:
    assert args('for f in a/*.py; do x "$f" "$f.bak"; done') == ["glob:a/*.py", "glob:a/*.py.bak"]
