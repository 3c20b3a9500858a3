"""The launcher is the shipped one with its places filled in."""

from __future__ import annotations

import ast
import os
from pathlib import Path

from cctl.host.hook.places import PACKAGE
from cctl.host.wiring import launcher

GIVEN = launcher.places("/home/o'neil", "/s", "/c", "deny", 300, ["/b", "/a"])


def test_the_places_are_filled_in_and_nothing_else_changes() -> None:
    text = launcher.text(GIVEN)
    source = Path(PACKAGE, "launch.py").read_text()
    changed = [line for line in text.splitlines() if line not in source.splitlines()]
    assert len(changed) == 2
    assert changed[0].startswith("# Written by")
    value = changed[1].partition(" = ")[2]
    assert ast.literal_eval(value) == GIVEN
    assert compile(text, "hook.py", "exec")


def test_the_launcher_knows_where_everything_lies() -> None:
    assert GIVEN["root"] == str(Path(PACKAGE).parent)
    assert (GIVEN["home"], GIVEN["state"], GIVEN["config"]) == ("/home/o'neil", "/s", "/c")
    assert (GIVEN["on_error"], GIVEN["deadline_ms"], GIVEN["guarded"]) == ("deny", 300, ["/a", "/b"])
    assert launcher.path("/s") == "/s/wiring/hook.py"


def test_the_same_places_make_the_same_text() -> None:
    assert launcher.text(GIVEN) == launcher.text(dict(reversed(GIVEN.items())))


def test_the_interpreter_is_no_link() -> None:
    assert not Path(launcher.interpreter()).is_symlink()
    assert os.access(launcher.interpreter(), os.X_OK)
