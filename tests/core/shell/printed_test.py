import pytest

from tests.core.shell.shown import args


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x $(pwd)", ["/work/project"]),
        ("x `pwd`/a", ["/work/project/a"]),
        ("cd a && x $(pwd)", ["/work/project/a"]),
        ("x $(echo a)", ["a"]),
        ("x $(echo rm) $(echo -n a)", ["rm", "…"]),
        ("x \"$(echo 'a  b')\"", ["a  b"]),
        ("x $(printf a)", ["a"]),
        ("x \"$(cat <<'E'\na $b\n\nE\n)\"", ["a $b"]),
        ('x "$(cat <<E\na\nE\n)"', ["a"]),
        ('x "$(cat <<< a)"', ["a"]),
    ],
)
def test_output_as_certain_as_a_literal(text: str, expected: list[str]) -> None:
    assert args(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "x $(cd a; x $(pwd))",
        "cd a; x $(pwd)",
        "x $(pwd -P)",
        "x $(echo $y)",
        "x $(echo *)",
        "x $(echo 'a\\nb')",
        "x $(echo -e a)",
        "x $(echo a > f)",
        "x $(echo a; echo b)",
        "x $(echo a | tr a b)",
        "x $(printf '%s' a)",
        "x $(printf -v a)",
        "x $(cat f)",
        "x $(cat <<E\n$y\nE\n)",
        "x $(cat <<E f\na\nE\n)",
        "x $(y)",
        "x $()",
        "x $(< f)",
        "x <(echo a)",
        "echo() { rm a; }; x $(echo b)",
        "x $(A=1 echo b)",
    ],
)
def test_everything_else_is_only_known_at_run_time(text: str) -> None:
    assert args(text)[-1].endswith("…")
