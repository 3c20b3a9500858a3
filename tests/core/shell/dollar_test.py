import pytest

from tests.core.shell.shown import args, commands, names, reasons


@pytest.mark.parametrize(
    "text",
    [
        "echo $(x)",
        'echo "$(x)"',
        "echo `x`",
        'echo "`x`"',
        "echo ${y:-$(x)}",
        "echo ${y:-`x`}",
        'echo "${y:-`x`}"',
        "echo \"${y:-'$(x)'}\"",
        "echo \"${y:-'`x`'}\"",
        "echo ${y:='$'$(x)}",
        'echo "${y:+"$(x)"}"',
        'echo "${y%"$(x)"}"',
        "echo ${y#$(x)} ",
        "echo ${y//a/$(x)}",
        "echo ${y/$(x)/b}",
        "echo ${y:$(x)}",
        "echo ${y:0:`x`}",
        "echo ${y[$(x)]}",
        "echo ${#y[$(x)]}",
        "echo $((1 + $(x)))",
        "echo $((`x`))",
        "echo $(( a[$(x)] ))",
        "echo $[$(x)]",
        "echo <(x)",
        "echo a<(x)b",
        "echo >(x)",
        "echo ${y:-<(x)}",
        "y=$(x)",
        "y=`x` z",
        "y+=$(x)",
        "y[$(x)]=1",
        "y=(a $(x) b)",
        "y=([$(x)]=b)",
        "declare y=$(x)",
        "declare -a y=(a $(x))",
        "[[ $(x) ]]",
        "[[ a == $(x)* ]]",
        "[[ a =~ ^($(x)|b)$ ]]",
        "(( $(x) ))",
        "for ((i=$(x);;)); do break; done",
        "for a in $(x); do :; done",
        "case $(x) in a) ;; esac",
        "case a in $(x)) ;; esac",
        "cat < $(x)",
        'cat > "$(x)"',
        "cat <<< $(x)",
        "cat <<E\n$(x)\nE",
        "cat <<E\n`x`\nE",
        "cat <<E\n${y:-'$(x)'}\nE",
        "cat <<E\n$(( $(x) ))\nE",
        "cat <<-E\n\t$(x)\n\tE",
        "echo $(echo $(x))",
        "echo `echo \\`x\\``",
        'echo "`echo \\"$(x)\\"`"',
        "echo {a,$(x)}",
        "echo ~$(x)",
        "$(x)",
        "$(x) y",
        "coproc c { x; }",
        "select a in $(x); do :; done",
        "while $(x); do :; done",
        "f() { x; }; f",
        "echo $(case a in a) x;; esac)",
        'echo "$(case a in (a) x;; esac)"',
        "echo $(x # )\n)",
        "echo $(cat <<E\n$(x)\nE\n)",
        "exec 3< <(x)",
        "y=1 z=$(x) cmd",
        'trap -- "$(x)" EXIT',
    ],
)
def test_no_substitution_hides(text: str) -> None:
    assert "x" in names(text)


@pytest.mark.parametrize(
    "text",
    [
        "echo '$(x)'",
        "echo \\$(x\\)"[:8],
        'echo "\\$(x)"',
        'echo "\\`x\\`"',
        "echo $'$(x)'",
        "cat <<'E'\n$(x) `x`\nE",
        "cat <<\\E\n$(x)\nE",
        'cat <<"E"\n$(x)\nE',
        "cat <<E\n\\$(x) \\`x\\`\nE",
        "echo a # $(x) `x`",
        "echo '<(x)' \"<(x)\"",
        "echo '${y:-`x`}'",
    ],
)
def test_quoted_text_is_no_substitution(text: str) -> None:
    assert "x" not in names(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x $y", ["…"]),
        ('x "$y"', ["…"]),
        ("x a$y", ["a…"]),
        ("x a${y}b", ["a…"]),
        ("x $1 $@ $# $? $$ $! $- $* $0", ["…"] * 9),
        ("x ${10} ${#y} ${y%.*} ${y^^} ${y,} ${y@Q} ${!y*} ${!y[@]} ${y: -1}", ["…"] * 9),
        ("x $((1+2)) $[3]", ["…", "…"]),
        ("x $y.txt", ["…"]),
        ("x ${#} ${?} ${!}", ["…", "…", "…"]),
    ],
)
def test_what_is_unknown_keeps_its_static_front(text: str, expected: list[str]) -> None:
    assert args(text) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("echo ${y@P}", "prompt expansion"),
        ('echo "${y@P}"', "prompt expansion"),
        ("echo ${", "bad substitution"),
        ("echo ${}", "bad substitution"),
        ("echo ${ x; }", "bad substitution"),
        ("echo ${|x;}", "bad substitution"),
        ("echo ${(e)y}", "bad substitution"),
        ("echo ${y", "bad substitution"),
        ("echo ${#y:-a}", "bad substitution"),
        ("echo $(x", "unclosed substitution"),
        ("echo `x", "unclosed backquote"),
        ("echo $((1", "unclosed arithmetic"),
        ("echo $((x); (y))", "brackets in arithmetic"),
        ("echo $(( 'a' ))", "quote in arithmetic"),
        ("echo $(( a[\\$(x)] ))", "escape in arithmetic"),
        ("echo ${a['$(x)']}", "quote in a subscript"),
        ("echo \"${y:-$'a'}\"", "$' inside a quoted expansion"),
        ("echo $(cat <<E\nx\nE)", "here-document not closed"),
        ("echo $(cat <<E\nx\nE\ny; z)", "commands after a here-document in a substitution"),
        ("cat <<E $(x\ny)\nE", "here-document pending across a substitution"),
        ("echo ${!y}", "indirect expansion"),
    ],
)
def test_expansions_that_are_not_understood_are_opaque(text: str, reason: str) -> None:
    assert reason in reasons(text)


def test_backquotes_lose_one_level_of_escapes_only() -> None:
    assert commands("echo `echo '$y' \\$z`")[0] == ["echo", "$y", "…"]
    assert commands('echo "`echo \\"a  b\\"`"')[0] == ["echo", "a  b"]


def test_spans_inside_backquotes_point_into_them() -> None:
    text = "echo `rm \\`x\\``"
    from cctl.core.shell.reader import read

    for command in read(text, cwd=None, home=None).commands[:-1]:
        assert text.index("`") < command.words[0].start < len(text)
