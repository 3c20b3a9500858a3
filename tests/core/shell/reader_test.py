import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cctl.core.shell.reader import Limits, read
from cctl.core.shell.word import Script, Word
from tests.core.shell.shown import CWD, HOME, commands, names, reasons, script
from tests.shared_data import shared

WORDS = """
    $( ) ` " ' ${ } (( )) [[ ]] if then fi for in do done case esac ;; while until { ( ; & | && || <<E <<< > < >& <(
    >( a x = $x $ \\ # * ? [ ] ~ ! time coproc function f() $(( $[ @ % + 1 {a,b} {1..3} $' $" += =( declare export
    read cd set local eval exec let unset alias trap shift test printf -v &> 2> {y}> ${! ${# @P} :- select pushd return
    break .. "$@" $1 ${a[@]} a[1]= -eq -i -a é
"""
PIECES = st.sampled_from([*WORDS.split(), " ", " ", "\n", "\nE\n", "\\\n", "\t"])
TEXTS = st.one_of(
    st.lists(PIECES, max_size=30).map("".join), st.lists(PIECES, max_size=30).map(" ".join), st.text(max_size=60)
)

SIMPLE = st.sampled_from(
    ["ls -la", "rm 'a b'", "x=$(y) z", "a | b", "cat < f > g", 'echo "$(c)" {d,e}', "(h; i)", "j=1"]
)


@given(TEXTS)
def test_reading_never_raises_and_spans_lie_in_the_text(text: str) -> None:
    found = read(text, cwd=CWD, home=HOME)
    assert isinstance(found, Script)
    for _, start, end in found.opaque:
        assert 0 <= start <= end <= len(text)
    for command in found.commands:
        for word in command.words:
            assert 0 <= word.start <= word.end <= len(text)


@given(TEXTS)
def test_reading_is_a_function_of_its_input(text: str) -> None:
    assert repr(read(text, cwd=CWD, home=HOME)) == repr(read(text, cwd=CWD, home=HOME))


@given(SIMPLE, SIMPLE, st.sampled_from([" && ", " || ", "; ", "\n", " & "]))
def test_a_list_holds_the_commands_of_both_its_parts(left: str, right: str, op: str) -> None:
    assert names(left + op + right) == names(left) + names(right)
    assert not reasons(left + op + right)


@given(
    SIMPLE, st.sampled_from(["# note\n", "  ", "\n\n", "\t", "\\\n"]), st.sampled_from(["", " ", "\n", " # note", ";"])
)
def test_blanks_and_comments_change_nothing(text: str, front: str, behind: str) -> None:
    assert commands(front + text + behind) == commands(text)


@given(
    SIMPLE,
    st.sampled_from(["( {})", "{{ {}; }}", "if {}; then {}; fi", "f() {{ {}; }}; f", "x=$( {})", "time {}", "! {}"]),
)
def test_a_construct_around_a_command_hides_none_of_it(text: str, around: str) -> None:
    inside = names(text)
    assert (
        names(around.replace("{}", "%s").replace("{{", "{").replace("}}", "}").replace("%s", text))[: len(inside)]
        == inside
    )


@given(st.lists(SIMPLE, min_size=1, max_size=12))
def test_steps_grow_with_the_text_and_not_faster(parts: list[str]) -> None:
    once, twice = script("\n".join(parts)), script("\n".join(parts * 2))
    assert len(twice.commands) == 2 * len(once.commands)


@pytest.mark.parametrize(
    "text",
    [
        "echo ${x:-`rm y`}",
        'echo "${x:-`rm y`}"',
        "echo \"${x:-'$(rm y)'}\"",
        "cat <<EOF\n`rm y`\nEOF",
    ],
)
def test_the_substitutions_a_known_parser_misses_are_found(text: str) -> None:
    assert ["rm", "y"] in commands(text)


@pytest.mark.parametrize(
    "text", ["cat <<E | sh\nrm y\nE", "cat <<E; sh\nE", "<<E cat > f | sh\nE", "cat <<A <<B | sh\nA\nB"]
)
def test_here_documents_in_every_position(text: str) -> None:
    assert names(text) == ["cat", "sh"]
    assert not reasons(text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ls\0x", "control character"),
        ("ls \x1b[31m", "control character"),
        ("ls\rrm x", "control character"),
        ("ls \u202etxt.exe", "invisible character"),
        ("l\u200bs", "invisible character"),
        ("ls \ud800", "invisible character"),
        ("ls\u00a0-l", "invisible character"),
    ],
)
def test_characters_that_deceive_are_opaque(text: str, reason: str) -> None:
    assert reasons(text) == [reason]


def test_lines_of_another_system() -> None:
    assert commands("ls -la\r\nrm x\r\n") == [["ls", "-la"], ["rm", "x"]]
    assert names("echo a \\\r\nrm x") == ["echo", "rm"]
    assert reasons("cat <<E\r\na\r\nE\r\n")


ADVERSARIAL = {
    "substitutions, unclosed": "$(" * 10_000,
    "substitutions, closed": "$(" * 10_000 + ")" * 10_000,
    "substitutions in strings": 'echo "$(' * 5_000,
    "backquotes": "`" * 10_001,
    "brackets": "( " * 10_000,
    "arithmetic": "((" * 10_000,
    "arithmetic, closed": "echo $((" + "(" * 10_000 + ")" * 10_000 + "))",
    "braces": "{ " * 10_000,
    "expansions": "${a:-" * 10_000,
    "a long word": "a" * 1_000_000,
    "a long quoted word": "'" + "a" * 1_000_000 + "'",
    "stages": "a | " * 5_000 + "b",
    "lists": "a && " * 20_000 + "b",
    "lines": "a\n" * 30_000,
    "words": "a " * 30_000,
    "conditions": "if " * 10_000,
    "cases": "case x in a) " * 5_000,
    "functions": "f() { " * 5_000,
    "here-documents": "cat " + "<<A " * 10_000,
    "brace expansion": "{a,b}" * 10_000,
    "brace range": "echo {1..999999999}",
    "quotes": "'a'\"b\"" * 10_000,
    "escapes": "\\a" * 30_000,
    "redirections": ">a " * 20_000,
    "assignments": "a=b " * 15_000,
    "doubling": "x=aaaa; " + 'x="$x$x"; ' * 200 + 'echo "$x"',
    "patterns": "[[ a =~ " + "(" * 20_000,
    "negations": "! " * 30_000,
    "coprocesses": "coproc " * 8_000,
    "right to left": "\u202e" * 60_000,
    "nuls": "\0" * 60_000,
}


@pytest.mark.parametrize("text", ADVERSARIAL.values(), ids=ADVERSARIAL.keys())
def test_hostile_input_is_answered_and_never_understood(text: str) -> None:
    found = script(text)
    assert found.opaque
    assert len(found.commands) <= Limits().nodes


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("a" * 11, Limits(text=10)),
        ("a; b; c", Limits(nodes=4)),
        ("((a))", Limits(depth=1)),
        ("echo {1..5}", Limits(braces=4)),
        ("a | b | c", Limits(stages=2)),
    ],
)
def test_limits_are_counts(text: str, limits: Limits) -> None:
    assert read(text, cwd=None, home=None).opaque == ()
    assert "limit" in read(text, cwd=None, home=None, limits=limits).opaque[0][0]


def test_depth_counts_the_interpreters_around_a_text() -> None:
    assert not read("a", cwd=None, home=None, depth=3).opaque
    assert read("a", cwd=None, home=None, depth=24).opaque


def test_variables_of_the_caller_are_used() -> None:
    given_ = {"X": Word("rm", "rm", 0, 2)}
    assert read("$X y", cwd=None, home=None, variables=given_).commands[0].words[0].text == "rm"


def test_without_a_directory_or_home_neither_is_invented() -> None:
    first, _, last = read("ls ~/a; cd b; pwd", cwd=None, home=None).commands
    assert first.words[1].dynamic
    assert first.cwd is None
    assert last.cwd is None


def test_the_cold_process_loads_nothing_heavy() -> None:
    check = (
        "import sys; before = set(sys.modules); import cctl.core.shell.reader; new = set(sys.modules) - before\n"
        "sys.exit(str(sorted(n for n in new if not n.startswith(('cctl', '__future__')))) if any("
        "not n.startswith(('cctl', '__future__')) for n in new) else 0)"
    )
    done = subprocess.run([sys.executable, "-S", "-c", check], check=False, capture_output=True, text=True)
    assert done.stderr == ""


@pytest.mark.shared
def test_hardly_any_labelled_command_is_opaque() -> None:
    import json

    texts = [
        row["input"]["command"]
        for row in map(json.loads, shared("data/decisions-dev.jsonl").read_text().splitlines())
        if row["tool"] == "Bash" and row["input"].get("command")
    ]
    opaque = [text for text in texts if read(text, cwd=CWD, home=HOME).opaque]
    assert len(opaque) <= 0.005 * len(texts)
