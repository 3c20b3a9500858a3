import pytest

from cctl.core.shell.jq_code import read_jq


def facts(text: str) -> list[tuple[str, str | None]]:
    return [(fact.kind, fact.text) for fact in read_jq(text)]


@pytest.mark.parametrize(
    "text",
    [
        ".",
        ".a.b[0]",
        ".env",
        '.a."env"',
        "[.[] | select(.a == 1) | {b, c: .d}]",
        '"x \\(.a) y"',
        '.a | @sh "rm \\(.)"',
        "# env\n.",
        '"env $ENV"',
        "input_filename",
        "def f: 1; f",
        "$x | .y",
        ".environment, $environ",
        "reduce .[] as $i (0; . + $i)",
    ],
)
def test_filters_of_the_input_make_no_fact(text: str) -> None:
    assert facts(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("env", [("env", "")]),
        ("env.PATH", [("env", "PATH")]),
        ("$ENV", [("env", "")]),
        ("$ENV.A_B", [("env", "A_B")]),
        ('$ENV["A"]', [("env", "")]),
        ('"\\(env)"', [("env", "")]),
        ('"a \\("b \\(env.X)")"', [("env", "X")]),
        (".a | env | keys", [("env", "")]),
    ],
)
def test_the_environment_is_found(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert facts(text) == expected


@pytest.mark.parametrize("text", ['import "a" as a; .', 'include "a"; .', '"a', "[.a", ".a)", '"\\(env"', "{a: (1]}"])
def test_modules_and_unbalanced_text_are_unknown(text: str) -> None:
    assert "unknown" in [kind for kind, _ in facts(text)]
