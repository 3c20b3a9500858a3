import pytest

from tests.core.shell.shown import CWD, last, names, reasons, script


def place(text: str) -> tuple[str | None, tuple[str, ...]]:
    command = last(text)
    return command.cwd, command.also


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x", (CWD, ())),
        ("cd a && x", (CWD + "/a", ())),
        ("cd a; x", (CWD + "/a", (CWD,))),
        ("cd a\nx", (CWD + "/a", (CWD,))),
        ("cd /a && cd b && x", ("/a/b", ())),
        ("cd /a; cd b; x", ("/a/b", (CWD + "/b", "/a", CWD))),
        ("cd .. && x", ("/work", ())),
        ("cd && x", ("/home/test", ())),
        ("cd ~ && x", ("/home/test", ())),
        ("cd -- a && x", (CWD + "/a", ())),
        ("cd -P a && x", (CWD + "/a", ())),
        ("cd -P a/.. && x", (None, ())),
        ("cd a && cd - && x", (CWD, ())),
        ("cd $y && x", (None, ())),
        ("cd $y && cd /a && x", ("/a", ())),
        ("cd a* && x", (None, ())),
        ("cd a b && x", (None, ())),
        ("cd -2 && x", (None, ())),
        ("CDPATH=/y; cd a && x", (None, ())),
        ("CDPATH=/y cd a && x", (None, ())),
        ("HOME=/y; cd && x", ("/y", ())),
        ("command cd a && x", (CWD + "/a", ())),
        ("builtin cd a && x", (CWD + "/a", ())),
        ("\\cd a && x", (CWD + "/a", ())),
        ("(cd a); x", (CWD, ())),
        ("(cd a && x)", (CWD + "/a", ())),
        ("{ cd a; }; x", (CWD + "/a", (CWD,))),
        ("cd a | y; x", (CWD, ())),
        ("cd a & x", (CWD, ())),
        ("y $(cd a); x", (CWD, ())),
        ("cd a || exit; x", (CWD + "/a", ())),
        ("cd a || exit 1\nx", (CWD + "/a", ())),
        ("cd a || return; x", (CWD + "/a", ())),
        ("cd a || { y; exit 1; }; x", (CWD + "/a", ())),
        ("die() { y; exit 1; }; cd a || die; x", (CWD + "/a", ())),
        ("cd a || cd b || exit; x", (CWD + "/a", (CWD + "/b",))),
        ("cd a || x", (CWD, ())),
        ("cd a || true; x", (CWD + "/a", (CWD,))),
        ("cd a && y || exit; x", (CWD + "/a", ())),
        ("! cd a && x", (CWD, ())),
        ("! cd a || x", (CWD + "/a", ())),
        ("if cd a; then x; fi", (CWD + "/a", ())),
        ("if ! cd a; then exit; fi; x", (CWD + "/a", ())),
        ("if cd a; then y; else x; fi", (CWD, ())),
        ("if y; then cd a; fi; x", (CWD + "/a", (CWD,))),
        ("while y; do cd a; done; x", (None, ())),
        ("while y; do cd a; x; done", (None, ())),
        ("while y; do (cd a; z); done; x", (CWD, ())),
        ("for y in 1; do cd /a && x; done", ("/a", ())),
        ("pushd a && x", (CWD + "/a", ())),
        ("pushd a && popd && x", (CWD, ())),
        ("pushd && x", (None, ())),
        ("popd && x", (None, ())),
        ("eval 'cd a'; x", (None, ())),
        ("eval y; x", (CWD, ())),
        ("f() { cd a; }; f && x", (CWD + "/a", (CWD,))),
        ("f() { cd a || return; }; f; x", (None, ())),
        ("cd() { y; }; cd a; x", (CWD, ())),
        ("case y in a) cd a;; esac; x", (CWD, (CWD + "/a",))),
        ("cd a; cd b; cd c; cd d; x", (None, ())),
    ],
)
def test_the_directory_is_followed(text: str, expected: tuple[str | None, tuple[str, ...]]) -> None:
    assert place(text) == expected
    assert not reasons(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a | x", ["a"]),
        ("a | b | x", ["b"]),
        ("{ a; b; } | x", ["a", "b"]),
        ("(a; b) | x", ["a", "b"]),
        ("a | { b; x; }", ["a"]),
        ("a | (x)", ["a"]),
        ("a | while read l; do x; done", ["a"]),
        ("if a; then b; fi | x", ["a", "b"]),
        ("for y in 1 2; do a $y; done | x", ["a", "a"]),
        ("f() { a; b; }; f | x", ["a", "b"]),
        ("f() { x; }; a | f", ["a"]),
        ("a $(b) | x", ["a"]),
        ("a && b | x", ["b"]),
        ("x", []),
        ("exec < <(a); x", ["exec"]),
        ("(exec < f); x", []),
    ],
)
def test_what_feeds_a_command_is_known(text: str, expected: list[str]) -> None:
    assert [source.words[0].text for source in last(text).stdin] == expected


@pytest.mark.parametrize("text", ["{ x; } < f", "while y; do x; done <<E\na\nE", "(x) <<< a", "a | { x; } < f"])
def test_a_redirection_of_the_whole_stands_in_front(text: str) -> None:
    source = last(text).stdin[0]
    assert not source.words
    assert source.redirects[0].op in ("<", "<<", "<<<")


def test_a_pipeline_can_be_followed_back() -> None:
    shell = last("curl a | tee b | sh")
    tee = shell.stdin[0]
    assert (tee.words[0].text, tee.stdin[0].words[0].text) == ("tee", "curl")


def test_the_program_of_an_output_substitution_is_fed_by_the_command() -> None:
    inner, outer = script("tee >(sh) f").commands
    assert inner.words[0].text == "sh"
    assert inner.stdin[0] is outer


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("x", set()),
        ("x &", {"background"}),
        ("(x)", {"subshell"}),
        ("x | y", {"pipe"}),
        ("echo $(x)", {"substitution"}),
        ("a && x", {"conditional"}),
        ("if x; then y; fi", set()),
        ("if a; then x; fi", {"conditional"}),
        ("if a; then b; elif x; then c; fi", {"conditional"}),
        ("case a in b) x;; esac", {"conditional"}),
        ("while a; do x; done", {"loop"}),
        ("while true; do x; done", {"loop", "endless"}),
        ("until false; do x; done", {"loop", "endless"}),
        ("while :; do x & done", {"loop", "endless", "background"}),
        ("while true; do x; break; done", {"loop"}),
        ("for ((;;)); do x; done", {"loop", "endless"}),
        ("for ((;1;)); do x; done", {"loop"}),
        ("for a in b; do x; done", {"loop"}),
        ("f() { x; }; f", {"function"}),
        ("coproc x", {"coproc"}),
    ],
)
def test_marks_say_how_a_command_runs(text: str, marks: set[str]) -> None:
    found = next(command for command in script(text).commands if command.words and command.words[0].text == "x")
    assert found.context == marks


@pytest.mark.parametrize("call", ['x "$(f{})"', "if a; then (x | f{}); fi", "case $(f{}) in a) b;; esac", "f{}"])
def test_calls_that_nest_too_deep_are_answered(call: str) -> None:
    text = "".join(f"f{n}() {{ {call.format(n + 1)}; }}; " for n in range(200)) + "f0"
    assert reasons(text)


def test_a_command_named_by_a_pattern_is_not_known() -> None:
    assert last("/bin/r? x").words[0].dynamic
    assert last("r* x").words[0].dynamic


def test_every_command_comes_out_in_order() -> None:
    text = "a $(b $(c)) | d && e < <(f) & (g; { h; }); i() { j; }; i; k=$(l) m"
    assert names(text) == ["c", "b", "a", "d", "f", "e", "g", "h", "j", "l", "m"]


@pytest.mark.parametrize("text", ["PS4='$(x)'; set -x", "PS4=$(y) bash -x a", "PS4='`x`' z", 'export PS4="$y"'])
def test_a_prompt_that_would_run_something_is_opaque(text: str) -> None:
    assert "prompt that is expanded" in reasons(text)
