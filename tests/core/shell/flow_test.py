import pytest

from tests.core.shell.shown import args, commands, last, names, reasons, script


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("for f in a b; do x $f; done", [["x", "a"], ["x", "b"]]),
        ("for f in a 'b c'; do x \"$f\"; done", [["x", "a"], ["x", "b c"]]),
        ("for f in {1..3}; do x $f; done", [["x", "1"], ["x", "2"], ["x", "3"]]),
        ("for f in *.py b; do x $f; done", [["x", "glob:*.py"], ["x", "b"]]),
        ("for f in $y; do x $f; done", [["x", "…"]]),
        ("for f in $y b; do x $f; done", [["x", "…"]]),
        ("for f; do x $f; done", [["x", "…"]]),
        ("for a in 1 2; do for b in 3 4; do x $a$b; done; done", [["x", "13"], ["x", "14"], ["x", "23"], ["x", "24"]]),
        ("set -- a b; for f; do x $f; done", [["set", "--", "a", "b"], ["x", "a"], ["x", "b"]]),
        ("select f in a b; do x $f; done", [["x", "a"], ["x", "b"]]),
    ],
)
def test_a_loop_over_known_words_is_unrolled(text: str, expected: list[list[str]]) -> None:
    assert commands(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("set -- 1; while a; do x $1; set -- 2; done", ["x …"]),
        ("set -- 1 2; for b in 1 2; do x $1; shift; done", ["x 1", "x …"]),
        ("set -- 1; while a; do (set -- 2); x $1; done", ["x 1"]),
    ],
)
def test_arguments_from_an_earlier_turn_are_not_certain(text: str, expected: list[str]) -> None:
    assert [" ".join(found) for found in commands(text) if found[0] == "x"] == expected


def test_long_and_deep_loops_are_not_unrolled() -> None:
    assert args("for f in {1..64}; do x $f; done") == ["64"]
    assert args("for f in " + "a " * 65 + "; do x $f; done") == ["…"]
    deep = "".join(f"for v{n} in 1 2 3 4 5 6 7 8; do " for n in range(8)) + "x; " + "done; " * 8
    assert len(script(deep).commands) < 600
    assert not reasons(deep)


def test_a_value_from_an_earlier_turn_is_not_certain() -> None:
    found = commands("y=a; for f in 1 2; do x $y; y=b; done")
    assert found == [["x", "a"], ["x", "…"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("if a; then y=1; else y=1; fi; x $y", ["…"]),
        ("y=1; if a; then b; fi; x $y", ["1"]),
        ("y=1; if a; then y=2; exit; fi; x $y", ["1"]),
        ("y=1; if a; then y=2; x $y; fi", ["2"]),
        ("y=1; if y=2; then x $y; fi", ["2"]),
        ("y=1; case a in b) y=2;; esac; x $y", ["…"]),
        ("y=1; case a in b) y=2; exit;; esac; x $y", ["1"]),
        ("y=1; case a in b) y=2;& c) x $y;; esac", ["…"]),
        ("y=1; case a in b) y=2;;& c) :;; d) x $y;; esac", ["…"]),
        ("y=1; case a in b) y=2;; c) x $y;; esac", ["1"]),
        ("y=1; a && y=2 && x $y", ["2"]),
        ("y=1; a && y=2 || x $y", ["…"]),
        ("y=1; a || y=2 && x $y", ["…"]),
        ("y=1; a || exit; x $y", ["1"]),
        ("y=1; { a; y=2; } ; x $y", ["2"]),
        ("y=1; (y=2); x $y", ["1"]),
        ("y=1; y=2 | z; x $y", ["1"]),
        ("y=1; coproc { y=2; }; x $y", ["1"]),
        ("y=1; while a; do x $y; done", ["1"]),
        ("set -- 1; while a; do b; done; x $1", ["1"]),
        ("y=1; for ((i=0; i<3; i++)); do x $y $i ~; done", ["1", "…", "/home/test"]),
        ("while a; do y=1; x $y; done", ["1"]),
    ],
)
def test_branches_are_joined(text: str, expected: list[str]) -> None:
    assert args(text) == expected


def test_all_paths_are_walked() -> None:
    text = "if a; then exit; b; fi; while false; do c; done; return; d; exit 0; e"
    assert names(text) == ["a", "exit", "b", "false", "c", "return", "d", "exit", "e"]


def test_a_test_and_arithmetic_are_commands() -> None:
    assert commands("[[ -f a ]] && ((b + 1))") == [["[[", "-f", "a"], ["((", "b + 1"]]


def test_a_coprocess_assigns_its_array() -> None:
    assert last('COPROC=rm; coproc a; "${COPROC[0]}"').words[0].dynamic


@pytest.mark.parametrize("name", ["command_not_found_handle", "chpwd", "precmd", "TRAPEXIT"])
def test_functions_the_shell_calls_by_itself_are_opaque(name: str) -> None:
    assert reasons(name + "() { rm x; }; ls") == ["function that the shell calls by itself"]
