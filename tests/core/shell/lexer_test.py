import pytest

from cctl.core.shell.lexer import is_name
from tests.core.shell.shown import HOME, args, commands, reasons, script


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x a b", ["a", "b"]),
        ("x\ta  b ", ["a", "b"]),
        ("x 'a b' c", ["a b", "c"]),
        ('x "a b" c', ["a b", "c"]),
        (r"x a\ b \'c \\", ["a b", "'c", "\\"]),
        ("x ''", [""]),
        ("x \"\" ''", ["", ""]),
        ("x a'b'\"c\"d", ["abcd"]),
        ("x 'it'\\''s'", ["it's"]),
        (r'x "a\"b\$c\`d\\e\f"', ['a"b$c`d\\e\\f']),
        ("x $'a\\nb' $'\\x41'", ["a\nb", "A"]),
        ('x $"hello"', ["hello"]),
        ("x --flag=value -o=1 a:b @c %d +e ^f", ["--flag=value", "-o=1", "a:b", "@c", "%d", "+e", "^f"]),
        ("x grüße ☃", ["grüße", "☃"]),
        ("x a#b c#", ["a#b", "c#"]),
        ("x a # b", ["a"]),
        ("x then if do", ["then", "if", "do"]),
        ("x {} {a} a{b }", ["{}", "{a}", "a{b", "}"]),
        ("x \\\n  a \\\n b", ["a", "b"]),
        ("x a\\\n b", ["a", "b"]),
        ('x "a\\\nb"', ["ab"]),
        ("x 'a\nb'", ["a\nb"]),
        ("x $", ["$"]),
        ('x a$ "$" "b$"', ["a$", "$", "b$"]),
        ("x a=b c+=d", ["a=b", "c+=d"]),
        ("x " + "a" * 500, ["a" * 500]),
        ("x " + "a" * 50 + "'b'", ["a" * 50 + "b"]),
    ],
)
def test_static_words_are_read_as_the_shell_reads_them(text: str, expected: list[str]) -> None:
    assert args(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x *.py", ["glob:*.py"]),
        ("x a?b [ab]c", ["glob:a?b", "glob:[ab]c"]),
        (r"x \*.py '*.py' \"*\"", ["*.py", "*.py", 'glob:"*"']),
        ("x [ a ]", ["[", "a", "]"]),
        ("x 'a'*", ["glob:a*"]),
    ],
)
def test_only_unquoted_patterns_are_patterns(text: str, expected: list[str]) -> None:
    assert args(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x ~", [HOME]),
        ("x ~/a", [HOME + "/a"]),
        ("x ~root/a", ["/root/a"]),
        ("x ~bob/a", ["…"]),
        ("x a~ '~' \"~\" \\~ a/~", ["a~", "~", "~", "~", "a/~"]),
        ("x p=~/a --p=~/a", ["p=" + HOME + "/a", "--p=~/a"]),
        ("x ~+/a", ["/work/project/a"]),
        ("x ~$USER", ["~…"]),
        ("x ~'a'", ["~a"]),
        ("x ~{,/b}", [HOME, HOME + "/b"]),
        ("x {~,~/b,c~}", [HOME, HOME + "/b", "c~"]),
    ],
)
def test_tildes_are_expanded_where_the_shell_does(text: str, expected: list[str]) -> None:
    assert args(text) == expected


def test_a_word_knows_where_it_stands_and_how_it_was_written() -> None:
    text = "echo 'a b' c\\ d"
    found = script(text).commands[0].words
    assert [text[word.start : word.end] for word in found] == ["echo", "'a b'", "c\\ d"]
    assert [word.raw for word in found] == ["echo", "'a b'", "c\\ d"]
    assert [word.quoted for word in found] == [False, True, True]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x 'a", "unclosed single quote"),
        ('x "a', "unclosed double quote"),
        ("x $'a", "unclosed quote"),
        ("x $'\\0'", "escape in $'…'"),
        ("x ab\\\ncd", "line continued inside a word"),
        ("i\\\nf true", "line continued inside a word"),
        ("x $\\\n(y)", "line continued after $"),
        ('x "$\\\n(y)"', "line continued after $"),
        ("x @(a b)", "extended pattern"),
        ("x *(e:y:)", "extended pattern"),
        ("x a{b,c}d $y{e,f}", "brace after a bare parameter"),
        ("x $=y", "expansion of another shell"),
        ("x {1..100}", "limit of brace expansion"),
    ],
)
def test_words_that_could_be_read_in_two_ways_are_opaque(text: str, reason: str) -> None:
    assert reason in reasons(text)


def test_a_backslash_at_the_very_end_is_itself() -> None:
    assert commands("x a\\") == [["x", "a\\"]]


@pytest.mark.parametrize(("text", "yes"), [("a", True), ("_a1", True), ("1a", False), ("", False), ("a-b", False)])
def test_names_of_variables(text: str, yes: bool) -> None:
    assert is_name(text) is yes
