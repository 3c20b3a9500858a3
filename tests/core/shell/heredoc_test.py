import pytest

from tests.core.shell.shown import HOME, commands, last, names, reasons, script


def bodies(text: str) -> list[str]:
    found = script(text)
    assert not found.opaque, found.opaque
    return [
        redirect.body.text + ("…" if redirect.body.dynamic else "")
        for command in found.commands
        for redirect in command.redirects
        if redirect.body is not None
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cat <<E\na\nb\nE", ["a\nb\n"]),
        ("cat <<E\nE", [""]),
        ("cat << E\na\nE\n", ["a\n"]),
        ("cat <<'E'\n$x `y` \\z\nE", ["$x `y` \\z\n"]),
        ('cat <<"E F"\na\nE F', ["a\n"]),
        ("cat <<\\E\n$x\nE", ["$x\n"]),
        ("cat <<E\\OF\n$x\nEOF", ["$x\n"]),
        ("cat <<-E\n\ta\n\t\tb\n\tE", ["a\nb\n"]),
        ("cat <<-E\n\t$HOME\n\tE", [HOME + "\n"]),
        ("cat <<E\n$HOME/x\nE", [HOME + "/x\n"]),
        ("cat <<E\na $y b\nE", ["a …"]),
        ("cat <<E\na\\\nb\nE", ["ab\n"]),
        ("cat <<E\na \\\nE\nb\nE", ["a E\nb\n"]),
        ("cat <<E\na \\\\\nE", ["a \\\n"]),
        ("cat <<'E'\na \\\nE", ["a \\\n"]),
        ("cat <<E\n EE\nE \nE", [" EE\nE \n"]),
        ("cat <<E\n\"quoted\" 'too'\nE", ["\"quoted\" 'too'\n"]),
        ("cat <<A; cat <<B\na\nA\nb\nB", ["a\n", "b\n"]),
        ("cat <<A <<B\na\nA\nb\nB", ["a\n", "b\n"]),
        ("cat 3<<A\na\nA", ["a\n"]),
        ("cat <<A | sort <<B\na\nA\nb\nB", ["a\n", "b\n"]),
        ("if true; then cat <<A; fi\na\nA", ["a\n"]),
        ("{ cat; } <<A\na\nA", ["a\n"]),
        ("while read x; do :; done <<A\na\nA", ["a\n"]),
        ("cat <<< word", ["word"]),
        ("cat <<< 'a b'", ["a b"]),
    ],
)
def test_bodies_are_what_the_command_is_fed(text: str, expected: list[str]) -> None:
    assert bodies(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cat <<E; x\na\nE\ny", ["cat", "x", "y"]),
        ("cat <<E && x\na\nE\ny", ["cat", "x", "y"]),
        ("cat <<E | sh\na\nE\ny", ["cat", "sh", "y"]),
        ("cat <<E > out; x\na\nE", ["cat", "x"]),
        ("<<E cat; x\na\nE", ["cat", "x"]),
        ("cat <<E &\na\nE\nx", ["cat", "x"]),
        ("(cat <<E\na\nE\n); x", ["cat", "x"]),
        ("echo $(cat <<E\na\nE\n); x", ["cat", "echo", "x"]),
        ("echo $(cat <<E | sort\na\nE\n) `x`", ["cat", "sort", "x", "echo"]),
        ("cat <<E # comment\na\nE\nx", ["cat", "x"]),
        ("x \\\n<<E\na\nE\ny", ["x", "y"]),
    ],
)
def test_reading_goes_on_behind_a_body(text: str, expected: list[str]) -> None:
    assert names(text) == expected
    assert commands(text)


@pytest.mark.parametrize(
    "text",
    [
        "cat <<E",
        "cat <<E\na",
        "cat <<E\na\n E",
        "cat <<E\na\nEE",
        "cat <<-E\na\n E",
        "cat <<",
        "cat <<''\na\n\n",
        "cat <<$x\na\n$x",
        "cat <<`x`\na",
        "cat <<" + "E" * 200 + "\na\n",
    ],
)
def test_a_here_document_without_its_end_is_opaque(text: str) -> None:
    assert any("here-document" in reason for reason in reasons(text))


def test_the_shell_at_the_end_of_a_pipe_behind_a_body_is_seen() -> None:
    shell = last("cat <<E | sh\nrm y\nE")
    assert shell.words[0].text == "sh"
    body = shell.stdin[0].redirects[0].body
    assert body is not None
    assert body.text == "rm y\n"
