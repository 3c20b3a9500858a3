import pytest

from cctl.core.shell.builtin import BUILTINS
from tests.core.shell.shown import args, last, reasons


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("y=1; eval z; x $y", ["…"]),
        ("y=1; . z; x $y ~", ["…", "/home/test"]),
        ("y=1; source z; x $y", ["…"]),
        ("y=1; eval z; x ~", ["…"]),
        ("y=1; trap 'z' EXIT; x $y", ["1"]),
        ("y=1; trap 'z' 0; x $y", ["1"]),
        ("y=1; trap - INT; x $y", ["1"]),
        ("y=1; trap 'z' ERR; x $y", ["…"]),
        ("y=1; command eval z; x $y", ["…"]),
        ("y=1; builtin read y; x $y", ["…"]),
        ("y=1; command -v eval; x $y", ["1"]),
        ("y=1; command ls; x $y", ["1"]),
    ],
)
def test_what_runs_unseen_makes_values_unsure(text: str, expected: list[str]) -> None:
    assert args(text) == expected


@pytest.mark.parametrize("text", ["exec < f; x", "exec 0< f; x", "exec <<E; x\na\nE"])
def test_exec_can_replace_the_input(text: str) -> None:
    assert last(text).stdin[0].words[0].text == "exec"


@pytest.mark.parametrize("text", ["exec 3< f; x", "exec > f; x", "exec a < f; x"])
def test_exec_of_other_descriptors_leaves_the_input(text: str) -> None:
    assert last(text).stdin == ()


def test_builtins_that_change_how_text_is_read_are_followed() -> None:
    assert {"cd", "eval", "source", ".", "exec", "trap", "set", "shopt", "alias", "read", "declare"} <= BUILTINS.keys()


@pytest.mark.parametrize(
    "text",
    [
        "cd",
        "cd --",
        "cd ''",
        "pushd",
        "popd +1",
        "exit 3",
        "return",
        "eval",
        "trap",
        "trap -l",
        "exec",
        "command",
        "builtin",
        "shift",
        "set",
        "read",
        "unset",
        "export",
        "let",
        "test",
        "[",
        "hash",
    ],
)
def test_builtins_without_arguments_are_no_trouble(text: str) -> None:
    assert reasons(text) == []
