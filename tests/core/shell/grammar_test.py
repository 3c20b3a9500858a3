import pytest

from tests.core.shell.shown import commands, names, reasons, script


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("   \n\t\n", []),
        ("# only a comment", []),
        ("a", ["a"]),
        ("a;b;", ["a", "b"]),
        ("a & b &", ["a", "b"]),
        ("a\nb\n\nc", ["a", "b", "c"]),
        ("a && b || c", ["a", "b", "c"]),
        ("a &&\n\n# why\n b ||\n c", ["a", "b", "c"]),
        ("a | b |& c", ["a", "b", "c"]),
        ("a |\n b |\\\n c", ["a", "b", "c"]),
        ("! a", ["a"]),
        ("! ! a | b", ["a", "b"]),
        ("time a", ["a"]),
        ("time -p a | b", ["a", "b"]),
        ("time -p -- a", ["a"]),
        ("time ! a", ["a"]),
        ("time", []),
        ("! ; a", ["a"]),
        ("a | time b", ["a", "time"]),
        ("coproc a b", ["a"]),
        ("coproc N { a; b; }", ["a", "b"]),
        ("coproc { a; }", ["a"]),
        ("f() { a; }", []),
        ("f() { a; }; f", ["a"]),
        ("f ( ) ( a )\nf", ["a"]),
        ("function f { a; }; f", ["a"]),
        ("function f() { a; }; f", ["a"]),
        ("f()\n{\n a\n}\nf", ["a"]),
        ("f() if a; then b; fi; f", ["a", "b"]),
        ("f() { a; } > out; f", ["a"]),
        ("x=1 y=2 a", ["a"]),
        ("x=1", []),
        (">out a", ["a"]),
        ("a >out b 2>&1", ["a"]),
        ("a#b; #c", ["a#b"]),
        ("(a)#b", ["a"]),
        ("a;#b\nc", ["a", "c"]),
        ("a\\\n;b", ["a", "b"]),
        ("if", []),
    ],
)
def test_lists_and_pipelines(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a=1", [("a", "1")]),
        ("a= b=2", [("a", ""), ("b", "2")]),
        ("a+=x", [("a", "x")]),
        ("a=b=c", [("a", "b=c")]),
        ("a='x y' b=\"z\"", [("a", "x y"), ("b", "z")]),
        ("a=(x 'y z')", [("a", "x"), ("a", "y z")]),
        ("a=(\n x # one\n y\n)", [("a", "x"), ("a", "y")]),
        ("a[1]=x a[b+1]=y", [("a", "x"), ("a", "y")]),
        ("a[$((1 + 2))]=x", [("a", "x")]),
        ("a=~/x:~/y", [("a", "/home/test/x:/home/test/y")]),
        ("a={b,c}", [("a", "{b,c}")]),
        ("a=*", [("a", "*")]),
    ],
)
def test_assignments(text: str, expected: list[tuple[str, str]]) -> None:
    found = script(text)
    assert not found.opaque
    assert [(name, word.text) for name, word in found.commands[0].assigns] == expected


def test_an_assignment_is_only_one_in_front_of_the_command() -> None:
    assert commands("env a=1 b=2") == [["env", "a=1", "b=2"]]
    assert commands("1a=2 b") == [["1a=2", "b"]]
    assert commands("a-b=2") == [["a-b=2"]]
    assert commands("'a'=2") == [["a=2"]]


@pytest.mark.parametrize(
    "text",
    [
        ";",
        "a;;b",
        "| a",
        "a |",
        "a | | b",
        "&& a",
        "a &&",
        "a || ; b",
        "a && && b",
        "& a",
        "a & & b",
        "a | ! b",
        ")",
        "a )",
        "a (b)",
        "a b()",
        "x=1 f() { a; }",
        "f() a",
        "f()",
        "'f'() { a; }",
        "function { a; }",
        "then a",
        "fi",
        "done",
        "}",
        "a; }",
        "a;& b",
        "coproc coproc a",
        "coproc function f { a; }",
        "a=(b",
        "a=(b;c)",
        "export x=(a",
        "a &| b",
    ],
)
def test_what_no_shell_would_run_is_opaque(text: str) -> None:
    assert reasons(text)


def test_what_comes_before_a_fault_is_still_known() -> None:
    assert names("rm -rf /; a && b; )") == ["rm", "a", "b"]
    assert names("if true; then rm x; case") == ["true", "rm"]
    assert names("for a in 1; do rm x; case") == ["rm"]
    assert names("echo $(rm x; y; $(") == ["rm", "y", "", "echo"]


@pytest.mark.parametrize("text", ["!(a)", "! a; !(b)"])
def test_a_negated_bracket_may_be_a_pattern(text: str) -> None:
    assert reasons(text) == ["! or a pattern"]
