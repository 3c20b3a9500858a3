import pytest

from tests.core.shell.shown import args, commands, last, script


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("y=1; x $y", ["1"]),
        ("y=1 z=$y; x $z", ["1"]),
        ("y=1; y=2 x $y", ["1"]),
        ("y=1; y=2 a; x $y", ["1"]),
        ("y=1; y=2 z=$y a; x $y", ["1"]),
        ("y=1; y=2 $e; x $y", ["…"]),
        ("e=; y=2 $e; x $y", ["2"]),
        ("y=1; y[0]=2; x $y", ["…"]),
        ("y=1; y+=2; x $y", ["12"]),
        ("y+=2; x $y", ["…"]),
        ('y=(a); y+=(b); x "${y[@]}"', ["a", "b"]),
        ('y=1; y+=(b); x "${y[@]}"', ["…"]),
        ('y=([1]=a); x "${y[@]}"', ["…"]),
        ('y=(*); x "${y[@]}"', ["…"]),
        ('y=($(z)); x "${y[@]}"', ["…"]),
        ("y=~/a; x $y", ["/home/test/a"]),
    ],
)
def test_assignments_last_where_no_command_stands_behind_them(text: str, expected: list[str]) -> None:
    assert args(text) == expected


def test_a_commands_own_assignments_are_shown_with_it() -> None:
    command = last("A=1 B=$(c) d")
    assert [(name, word.text, word.dynamic) for name, word in command.assigns] == [("A", "1", False), ("B", "", True)]
    assert command.assigns[1][1].subs[0].words[0].text == "c"


def test_an_assignment_alone_is_a_command_without_words() -> None:
    (command,) = script("PATH=/x:$PATH").commands
    assert command.words == ()
    assert command.assigns[0][1].text == "/x:"


def test_substitutions_in_values_come_first() -> None:
    assert [found[0] for found in commands("A=$(a) B=(b $(c)) d")] == ["a", "c", "d"]
