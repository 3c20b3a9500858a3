import pytest

from tests.core.shell.shown import commands, names, reasons


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(a; b)", ["a", "b"]),
        ("( (a) )", ["a"]),
        ("{ a; b; }", ["a", "b"]),
        ("{ a; { b; } }", ["a", "b"]),
        ("{\na\n}", ["a"]),
        ("if a; then b; fi", ["a", "b"]),
        ("if a; b; then c; elif d; then e; else f; fi", ["a", "b", "c", "d", "e", "f"]),
        ("if a\nthen\nb\nelse\nc\nfi", ["a", "b", "c"]),
        ("if (a) then b; fi", ["a", "b"]),
        ("if ! a; then b; fi; c", ["a", "b", "c"]),
        ("if a; then b; fi | c", ["a", "b", "c"]),
        ("if a; then b; fi && c", ["a", "b", "c"]),
        ("while a; do b; done", ["a", "b"]),
        ("until a; do b; done; c", ["a", "b", "c"]),
        ("while a\ndo\nb\ndone", ["a", "b"]),
        ("for x in 1; do a; done", ["a"]),
        ("for x in $y\ndo\na\ndone", ["a"]),
        ("for x; do a; done", ["a"]),
        ("for x do a; done", ["a"]),
        ("for x\nin 1\ndo a; done", ["a"]),
        ("for x in do done; do a; done", ["a", "a"]),
        ("for x in 1; { a; }", ["a"]),
        ("for x in 1 # why\ndo a; done", ["a"]),
        ("for ((i=0; i<3; i++)); do a; done", ["a"]),
        ("for ((;;)) { a; }", ["a"]),
        ("for (( i = 0 ; i < 3 ; i++ ))\ndo\na\ndone", ["a"]),
        ("select x in 1 2; do a; done", ["a", "a"]),
        ("case x in a) b;; c) d;; esac", ["b", "d"]),
        ("case x in (a|b) c;; *) d; esac", ["c", "d"]),
        ("case x in\na)\nb\n;;\nesac", ["b"]),
        ("case x in a) ;; b) c ;& d) e ;;& esac", ["c", "e"]),
        ("case x in esac", []),
        ("case $x in 'a b'|\"c\") d;; [a-z]*) e;; esac", ["d", "e"]),
        ("case x\nin a) b;; esac", ["b"]),
        ("[[ a ]]", ["[["]),
        ("[[ -f a && ! -d b || ( -n c ) ]] && d", ["[[", "d"]),
        ("[[ a =~ ^(x|y)+$ ]]; d", ["[[", "d"]),
        ("[[ a =~ [[:space:]]* ]]", ["[["]),
        ("[[ a == *.py ]]", ["[["]),
        ("[[ a == @(b|c) ]]", ["[["]),
        ("[[ a < b ]]", ["[["]),
        ("[[ a &&\n b ]]", ["[["]),
        ("[[ a\n]]", ["[["]),
        ("((1 + 2)); a", ["((", "a"]),
        ("(( x > 1 )) && a", ["((", "a"]),
        ("((a=(1)))", ["(("]),
        ("echo if then fi", ["echo"]),
        ("ifx; thenx", ["ifx", "thenx"]),
        ("if[ a", ["if["]),
        ("if a; then\\\n b; fi", ["a", "b"]),
        ("while a; do b; done < f > g", ["a", "b"]),
        ("{ a; } 2>&1 | b", ["a", "b"]),
        ("{ a; }; { b; }", ["a", "b"]),
        ("if a; then { b; }; fi", ["a", "b"]),
    ],
)
def test_compound_commands(text: str, expected: list[str]) -> None:
    assert [found[0] for found in commands(text)] == expected


def test_a_test_shows_its_operands() -> None:
    assert commands("[[ -f ~/.ssh/id && $x == 'a b' ]]") == [["[[", "-f", "/home/test/.ssh/id", "…", "==", "a b"]]


@pytest.mark.parametrize(
    "text",
    [
        "(a",
        "{ a",
        "{ a; ",
        "{a; }",
        "if a",
        "if a; then b",
        "if a; b; fi",
        "if a; then b; else c; elif d; fi",
        "while a",
        "while a; do b",
        "while a; b; done",
        "for",
        "for 1 in a; do b; done",
        "for x in a; b; done",
        "for x in a b & do c; done",
        "for ((i)); a",
        "for ((i; do a; done",
        "case",
        "case x",
        "case x of",
        "case x in a",
        "case x in a) b",
        "case x in a b) c;; esac",
        "case x in ) c;; esac",
        "[[ a",
        "[[ a; b ]]",
        "[[ a & b ]]",
        "[[ ( a ]]",
        "[[ a =~ (b ]]",
        "[[ a =~ (b c) ]]",
        "((a",
        "((a)",
        "((a) | b)",
        "((a); (b))",
        "if a; then b; fi c",
        "(a) b",
        "{ a; } b",
        "if { a; } else b; fi",
        "if [[ a ]] { b; }",
        "for x (a b) c",
        "() { a; }",
        "{ a } always { b }",
    ],
)
def test_unfinished_or_foreign_constructs_are_opaque(text: str) -> None:
    assert reasons(text)


@pytest.mark.parametrize(
    "opening", ["(", "{ ", "if ", "while ", "for x in a; do ", "case a in a) ", "$(", "`", "f() { "]
)
def test_depth_is_bounded_and_never_an_error(opening: str) -> None:
    assert reasons(opening * 3001)


def test_depth_within_the_limit_is_read() -> None:
    assert names("(" * 1 + " (" * 20 + "a" + ")" * 21) == ["a"]
    assert "limit of depth" in reasons("( " * 30 + "a" + ")" * 30)
