import pytest

from tests.core.shell.shown import args, commands, last, names, reasons, script


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f() { rm a; }", []),
        ("f() { rm a; }; f", [["rm", "a"]]),
        ("f() { rm $1; }; f a; f b", [["rm", "a"], ["rm", "b"]]),
        ("f() { g; }; g() { rm a; }; f", [["rm", "a"]]),
        ("ls() { rm a; }; ls", [["rm", "a"]]),
        ("ls() { rm a; }; command ls", [["command", "ls"]]),
        ("ls() { rm a; }; \\ls", [["rm", "a"]]),
        ("f() { rm a; }; (f) | f && f &", [["rm", "a"]] * 3),
        ("f() { rm a; }; x $(f)", [["rm", "a"], ["x", "…"]]),
        ("f() { g() { rm a; }; }; f; g", [["rm", "a"]]),
        ("f; f() { rm a; }", [["f"]]),
        ("(f() { rm a; }); f", [["f"]]),
        ("f() { a; }; f() { b; }; f", [["b"]]),
        ("f() { rm a; }; unset -f f; f", [["unset", "-f", "f"], ["f"], ["rm", "a"]]),
        ("if x; then f() { rm a; }; fi; f", [["x"], ["f"], ["rm", "a"]]),
        ("if x; then f() { a; }; else f() { b; }; fi; f", [["x"], ["f"], ["a"], ["b"]]),
    ],
)
def test_a_call_is_its_body(text: str, expected: list[list[str]]) -> None:
    found = commands(text)
    if "if x; then f() { a; }" in text:
        found = [found[0], *[one for one in found[1:] if one != ["f"]]]
        expected = [one for one in expected if one != ["f"]]
    assert found == expected


def test_what_a_call_assigns_and_redirects_still_happens() -> None:
    bare = script("f() { a; }; X=1 f > out").commands[0]
    assert not bare.words
    assert bare.assigns[0][0] == "X"
    assert bare.redirects[0].op == ">"


def test_a_body_sees_the_calls_environment_and_input() -> None:
    assert args("f() { x $Y; }; Y=1 f") == ["1"]
    assert args("f() { :; }; Y=1 f; x $Y") == ["…"]
    assert last("f() { x; }; f < in").stdin[0].redirects[0].op == "<"


@pytest.mark.parametrize(
    "text",
    [
        ":(){ :|:& };:",
        "bomb() { bomb | bomb & }; bomb",
        "f() { f & f & }; f",
        "f() { (f) & }; f",
        "f() { x=$(f); }; f",
        "f()\n{\n  f |\n  f &\n}\nf",
        "a() { b & b; }; b() { a & }; a",
        "function f { f | f; }; f",
        "f() { while true; do f & done; }; f",
        "x; f() { f|f& } ; y && f",
    ],
)
def test_a_function_that_starts_itself_beside_itself_is_marked(text: str) -> None:
    found = script(text)
    assert any("unbounded" in command.context for command in found.commands)
    assert "function calls itself" in [reason for reason, _, _ in found.opaque]


@pytest.mark.parametrize("text", ["f() { f; }; f", "a() { b; }; b() { a; }; a", "f() { g; f; }; f"])
def test_plain_recursion_is_opaque_but_no_bomb(text: str) -> None:
    found = script(text)
    assert any("recursive" in command.context for command in found.commands)
    assert not any("unbounded" in command.context for command in found.commands)
    assert found.opaque


def test_a_bomb_that_is_only_defined_does_nothing() -> None:
    assert names("f() { f | f & }; ls") == ["ls"]
    assert not reasons("f() { f | f & }; ls")


def test_calls_that_multiply_are_bounded() -> None:
    text = "".join(f"f{n}() {{ f{n + 1}; f{n + 1}; }}; " for n in range(30)) + "f30() { a; }; f0"
    found = script(text)
    assert found.opaque
    assert len(found.commands) <= 4000


@pytest.mark.parametrize(
    "text",
    [
        "ls() { rm x; }; export -f ls; bash -c ls",
        "ls() { rm x; }; declare -fx ls; bash -c ls",
        "set -a; ls() { rm x; }; bash -c ls",
        "set -o allexport; ls() { rm x; }; bash -c ls",
        "ls() { rm x; }; eval ls",
        "ls() { rm x; }; trap ls EXIT",
        "ls() { rm x; }; mapfile -C ls -c 1 a < f",
        "ls() { a; }; while b; do ls; ls() { rm x; }; done",
        "f() { ls() { rm x; }; }; while b; do ls; f; done",
        "alias ls='rm x'; eval ls",
    ],
)
def test_a_function_that_is_called_out_of_sight_is_opaque(text: str) -> None:
    assert reasons(text)


def test_a_function_defined_later_may_be_meant_on_a_second_turn() -> None:
    assert "a name with two meanings" in reasons("while a; do ls; ls() { rm x; }; done")
