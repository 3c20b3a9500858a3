import pytest

from cctl.core.shell.state import NOWHERE, SOMEWHERE, UNSURE, State, either_place, joined, together
from cctl.core.shell.tree import Command
from cctl.core.shell.word import Word


def state() -> State:
    return State("/p", "/home/test")


def text(text: str) -> Word:
    return Word(text, text, 0, 0)


def held(shell: State, name: str) -> str | None:
    value = shell.get(name)
    assert value is None or isinstance(value, Word)
    return None if value is None or value.dynamic else value.text


def test_a_variable_keeps_its_value_until_it_is_assigned_again() -> None:
    shell = state()
    assert shell.get("X") is None
    shell.put("X", text("a"))
    assert held(shell, "X") == "a"
    shell.put("X", text("b"))
    assert held(shell, "X") == "b"


def test_home_and_directory_are_known_from_the_start() -> None:
    shell = state()
    assert held(shell, "HOME") == "/home/test"
    assert held(shell, "PWD") == "/p"
    shell.place = ("/q", ())
    assert held(shell, "PWD") == "/q"
    shell.place = ("/q", ("/p",))
    assert held(shell, "PWD") is None


def test_a_saved_state_comes_back_whole() -> None:
    shell = state()
    saved = shell.save()
    shell.put("X", text("a"))
    shell.place = ("/q", ())
    shell.define("f", Command(0))
    shell.args = ()
    shell.restore(saved)
    assert shell.get("X") is None
    assert shell.place == ("/p", ())
    assert not shell.functions
    assert shell.args is None


def test_joining_keeps_what_is_the_same_and_doubts_the_rest() -> None:
    shell = state()
    shell.put("SAME", text("a"))
    shell.put("CHANGED", text("a"))
    before = shell.save()
    shell.put("CHANGED", text("b"))
    shell.put("NEW", text("c"))
    shell.keep_common([before, shell.save()])
    assert held(shell, "SAME") == "a"
    assert held(shell, "CHANGED") is None
    assert held(shell, "NEW") is None
    assert shell.get("NEW") is not None


def test_a_value_written_again_is_doubted_even_if_it_is_equal() -> None:
    shell = state()
    value = text("a")
    shell.put("X", value)
    before = shell.save()
    shell.put("X", text("b"))
    shell.put("X", value)
    shell.keep_common([before, shell.save()])
    assert held(shell, "X") is None


def test_joining_functions_keeps_every_meaning() -> None:
    shell = state()
    one, two = Command(0), Command(1)
    shell.define("f", one)
    before = shell.save()
    shell.define("f", two)
    shell.define("g", two)
    shell.keep_common([before, shell.save()])
    assert shell.functions["f"] == ((one, two), False)
    assert shell.functions["g"] == ((two,), False)


@pytest.mark.parametrize("name", ["_", "RANDOM", "PWD", "REPLY", "PIPESTATUS"])
def test_what_the_shell_changes_itself_is_never_certain(name: str) -> None:
    shell = state()
    shell.put(name, text("rm"))
    assert held(shell, name) is None


def test_forgetting_everything_leaves_nothing_certain() -> None:
    shell = state()
    shell.put("X", text("a"))
    shell.forget_all()
    assert held(shell, "X") is None
    assert held(shell, "HOME") is None
    assert shell.get("NEVER") is UNSURE
    assert not shell.ifs


def test_more_variables_than_are_followed_are_unsure() -> None:
    shell = state()
    for at in range(70):
        shell.put(f"V{at}", text("a"))
    assert held(shell, "V0") == "a"
    assert shell.get("V69") is UNSURE


def test_settings_that_change_expansion_are_remembered() -> None:
    shell = state()
    shell.put("IFS", text(","))
    shell.put("CDPATH", text("/x"))
    assert not shell.ifs
    assert shell.cdpath


@pytest.mark.parametrize(
    ("base", "path", "expected"),
    [
        ("/p", "a", "/p/a"),
        ("/p", "/a", "/a"),
        ("/p", "..", "/"),
        ("/p", "../../..", "/"),
        ("/p/q", "./../a//b/.", "/p/a/b"),
        (None, "/a/../b", "/b"),
        (None, "a", None),
        ("/p", "", "/p"),
    ],
)
def test_paths_are_joined_as_text(base: str | None, path: str, expected: str | None) -> None:
    assert joined(base, path) == expected


def test_a_place_that_may_not_have_been_reached() -> None:
    assert either_place(("/a", ()), ("/a", ())) == ("/a", ())
    assert either_place(("/a", ()), ("/b", ())) == ("/a", ("/b",))
    assert either_place(("/a", ("/b",)), ("/b", ("/c",))) == ("/a", ("/b", "/c"))
    assert either_place(NOWHERE, ("/b", ())) == NOWHERE
    many = tuple(f"/{at}" for at in range(9))
    assert either_place(("/a", many), ("/b", ())) == NOWHERE


def test_sources_are_kept_few() -> None:
    one = (SOMEWHERE,) * 10
    assert together(one, ()) is one
    assert len(together(one, (SOMEWHERE,) * 11)) == 17
    assert together(one, (SOMEWHERE,) * 11)[-1] is SOMEWHERE
