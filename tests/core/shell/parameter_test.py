import pytest

from tests.core.shell.shown import args, commands, last, names, reasons


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("y=a; x $y", ["a"]),
        ("y=a; x ${y}", ["a"]),
        ("y='a b'; x $y", ["a", "b"]),
        ("y='a b'; x \"$y\"", ["a b"]),
        ("y=' a  b '; x c$y", ["c", "a", "b"]),
        ("y=' a'; x c$y.d", ["c", "a.d"]),
        ("y='a '; x ${y}b", ["a", "b"]),
        ("y=; x $y", []),
        ('y=; x "$y"', [""]),
        ("y='*.py'; x $y", ["glob:*.py"]),
        ("y='*.py'; x \"$y\"", ["*.py"]),
        ("y=a; z=$y-b; x $z", ["a-b"]),
        ("y=a; y=$y$y; x $y", ["aa"]),
        ("y=a; y+=b; x $y", ["ab"]),
        ("y=a; x ${y:-b} ${y-b} ${y:=b} ${y=b} ${y:?} ${y?b}", ["a"] * 6),
        ('y=; x "${y:-b}" "${y-b}"', ["b", ""]),
        ("y=a; x ${y:+b} ${y+c}", ["b", "c"]),
        ('y=; x "${y:+b}" "${y+c}"', ["", "c"]),
        ("y=a.py; x ${y%.py} ${y#a} ${y##b} ${y%%c}", ["a", ".py", "a.py", "a.py"]),
        ("y=a.py; x ${y%.*}", ["…"]),
        ("y=a; x ${y^^} ${y:0:1} ${y/a/b} ${#y} ${y@U}", ["…"] * 5),
        ("y=a$z; x $y", ["a…"]),
        ("y=a/$z; x $y/b", ["a/…"]),
        ("x ${y:-a} ${y:+a}", ["…", "…"]),
        ('x $HOME/a "$PWD"', ["/home/test/a", "/work/project"]),
        ("HOME=/y; x ~ $HOME", ["/y", "/y"]),
        ("y=(a 'b c'); x \"${y[@]}\"", ["a", "b c"]),
        ("y=(a b); x ${y[@]} ${y[*]}", ["a", "b", "a", "b"]),
        ('y=(a b); x "${y[*]}"', ["a b"]),
        ('y=(a b); y+=(c); x "${y[@]}"', ["a", "b", "c"]),
        ('y=(a b); x -"${y[@]}"-', ["-a", "b-"]),
        ('y=(); x "${y[@]}"', []),
        ("y=(a b); x $y ${y[0]} ${y[1]}", ["…", "…", "…"]),
        ('y=a; x "${y[@]}"', ["a"]),
        ("f() { x \"$1\" $2 $#; }; f 'a b' c", ["a b", "c", "…"]),
        ("f() { x \"$@\"; }; f 'a b' c", ["a b", "c"]),
        ('f() { x "$*"; }; f a b', ["a b"]),
        ("f() { x $3; }; f a b", []),
        ('f() { shift; x "$@"; }; f a b', ["b"]),
        ('set -- a b; x $2 "$@"', ["b", "a", "b"]),
        ("set a b; x $1", ["a"]),
        ('set --; x "$@"', []),
        ("f() { g b; x $1; }; g() { :; }; f a", ["a"]),
    ],
)
def test_certain_values_are_put_in(text: str, expected: list[str]) -> None:
    assert args(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "y=rm; y=$(z); $y",
        "if a; then y=rm; fi; $y",
        "a && y=rm; $y",
        "a || y=rm; $y",
        "(y=rm); $y",
        "y=rm | z; $y",
        "y=rm & $y",
        "while a; do y=rm; done; $y",
        "y=ls; for z in $w; do y=rm; done; $y",
        "case a in b) y=rm;; esac; $y",
        "y=rm; read y; $y",
        "y=rm; unset y; $y",
        "y=rm; eval z; $y",
        "y=rm; . z; $y",
        "y=rm; printf -v y %s ls; $y",
        "y=rm; mapfile y; $y",
        "y=rm; getopts a y; $y",
        "y=rm; let y=1; $y",
        "y=rm; ((y=1)); $y",
        "y=rm; declare -u y=ls; $y",
        "readonly y=ls; y=rm; $y",
        "f() { local y=rm; }; f; $y",
        "f() { y=rm; return; y=ls; }; f; $y",
        "f() { a && return; y=rm; }; f; $y",
        "trap 'y=ls' DEBUG; y=rm; trap 'y=ls' INT; $y",
        "_=rm; $_",
        "RANDOM=rm; $RANDOM",
        "y=rm; coproc y { z; }; $y",
        "y=rm; : ${y:=$(z)} ${w:=rm}; $w",
        "IFS=x; y=rmxz; $y",
        'y=rm; export "$z=ls"; $y',
        "y=rm; for y in $z; do :; done; $y",
        "y=rm z; $y",
        "$1",
        '"$@"',
        "y=(rm a); $y",
        "y=(rm ls); ${y[1]}",
    ],
)
def test_a_value_that_may_have_changed_is_not_certain(text: str) -> None:
    head = last(text).words[0]
    assert head.dynamic


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("y=rm; $y x", "rm"),
        ("y='rm -rf'; $y x", "rm"),
        ("y=r; ${y}m x", "rm"),
        ("a && y=rm && $y x", "rm"),
        ("y=rm; (y=ls); $y x", "rm"),
        ("y=rm; f() { :; }; f; $y x", "rm"),
        ("y=ls; { y=rm; }; $y x", "rm"),
        ("y=rm; for z in 1 2; do $y x; done", "rm"),
        ("y=rm; z=1 $y x", "rm"),
        ("y=ls; f() { y=rm; }; f; $y x", "rm"),
        ("y=rm\n\n$y x", "rm"),
        ("export y=rm; $y x", "rm"),
        ("declare y=rm; $y x", "rm"),
        ('set -- rm -rf; "$@" x', "rm"),
        ('y=(rm -rf); "${y[@]}" x', "rm"),
        ("$(echo rm) x", "rm"),
        ("y=; $y rm x", "rm"),
        ("y=`echo rm`; $y x", "rm"),
    ],
)
def test_a_command_hidden_in_a_certain_value_is_found(text: str, expected: str) -> None:
    assert names(text)[-1] == expected


def test_where_a_value_came_from_is_kept() -> None:
    word = last('y=$(curl a); z="$y"; sh -c "$z"').words[2]
    assert word.dynamic
    assert [command.words[0].text for command in word.subs] == ["curl"]


@pytest.mark.parametrize("text", ["x ${!y}", "y='a[$(z)]'; x ${!y}", "x ${!y[0]}"])
def test_indirect_expansion_of_the_unknown_is_opaque(text: str) -> None:
    assert "indirect expansion" in reasons(text)


def test_indirect_expansion_of_a_known_name_only_hides_its_value() -> None:
    assert commands("y=z; x ${!y} ${!1}")[-1] == ["x", "…", "…"]


def test_quoted_single_words_are_never_split() -> None:
    found = last('x $y "$y" "$@" "${y[@]}" $# "${@:2}" "${y:-a}"').words[1:]
    assert [word.split for word in found] == [True, False, True, True, False, True, False]
