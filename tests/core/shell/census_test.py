import pytest

from cctl.core.shell.census import census
from tests.core.shell.cursor_test import cursor
from tests.core.shell.shown import script


def active(text: str) -> list[int]:
    """Where the census sees something active, told by accounting for none of it."""
    cur = cursor(text)
    census(cur, text, 0, len(text))
    return [start for reason, start, _ in cur.opaque if reason.startswith("substitution")]


@pytest.mark.parametrize(
    "text",
    [
        "§$(x)",
        '"§$(x)"',
        "§`x`",
        '"§`x`"',
        "§<(x)",
        "§>(x)",
        "§$((1))",
        "§$[1]",
        "${a:-§$(x)}",
        "${a:-§`x`}",
        "\"${a:-'§$(x)'}\"",
        "'a'§$(x)",
        "\\\\§$(x)",
        '"\\\\§$(x)"',
        "a#§$(x)",
        "cat §<<E\n§$(x)\nE",
        "cat §<<E\n'§$(x)'\nE",
        "cat §<<'E'\n$(x)\nE\n§`y`",
        "cat §<<-'E'\n\t$(x)\n\tE\n§`y`",
        'cat §<<"E F"\n$(x)\nE F\n§`y`',
        '§$(a §$(b) ")" §$(c))',
        "§$(case a in b) c;; esac) §`d`",
        '"§$(case a in b) c;; esac)" §`d`',
        "§$((1 + §$(x)))",
        "§$((a[§`x`]))",
        "\"'§$(x)'\"",
        "'\"'§$(x)'\"'",
        "$'\\''§$(x)",
        "# '\n§$(x)",
        "${a@§@P}"[:4] + "§@P}",
    ],
)
def test_every_active_opener_is_counted(text: str) -> None:
    marks = [at - n for n, at in enumerate(i for i, c in enumerate(text) if c == "§")]
    assert active(text.replace("§", "")) == marks


@pytest.mark.parametrize(
    "text",
    [
        "'$(x)'",
        "\\$(x)"[:4],
        '"\\$(x)"',
        "\\`x\\`",
        "$'$(x)'",
        "# $(x)",
        "a # `x`",
        "'a\n# '$b",
        '"<(x)"',
        "a < (",
        "a << b"[:3],
        "cat <<< a",
        "a@P",
    ],
)
def test_what_is_quoted_or_commented_out_is_not(text: str) -> None:
    assert active(text) == []


@pytest.mark.parametrize("text", ["$(a", "`a", "${a:-$(b)", "$((1)", "$(a 'b)", '<(a "b)'])
def test_what_does_not_balance_is_in_doubt(text: str) -> None:
    cur = cursor(text)
    census(cur, text, 0, len(text))
    assert "quotes do not balance" in [reason for reason, _, _ in cur.opaque]


def test_a_reader_that_missed_one_is_found_out() -> None:
    cur = cursor("echo $(a) $(b)")
    cur.accounted.add(5)
    census(cur, cur.text, 0, cur.n)
    assert cur.opaque == [("substitution not accounted for", 10, 11)]


@pytest.mark.parametrize(
    "text",
    [
        "git commit -m \"$(cat <<'E'\nit's $(not) run\nE\n)\"",
        'x=$(a "$(b \'$c\')" `d`) y=${z:-"$(e)"}',
        'diff <(a | b) <(c "$(d)")',
        "echo $(( $(wc -l < a) + ${b:-$(nproc)} ))",
        'f() { echo "$(a)"; }; f',
        "for x in $(a); do b <<E\n$(c)\nE\ndone",
        "case $(a) in b) c;; esac",
        "awk '{print $1}' <(b) | sed \"s/$(c)/d/\"",
    ],
)
def test_reader_and_census_agree_on_what_agents_write(text: str) -> None:
    assert script(text).opaque == ()
