"""Modules that wait until they are wanted, and what stands in for them."""

from __future__ import annotations

import gettext
import inspect
import json
import pkgutil
import platform
import subprocess
import sys
import textwrap
import threading
import typing
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import cctl.core.agent
import cctl.core.setting
import cctl.host.hook
from cctl.cli import root
from cctl.kit import declared
from cctl.kit.lazy import Gettext, Inspect, Later, Pkgutil, Platform, Threading, TypingExtensions

LATER = ("dis", "tokenize", "linecache", "locale", *(() if sys.version_info >= (3, 14) else ("ast",)))
"""From 3.14 on a named tuple of click's takes its annotations from what needs `ast`."""


def clean(code: str) -> Any:
    """What a fresh interpreter says."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("text", ["", " one line ", "two\n  lines\n    here\n", "a\tb", "\n\n  x\n", " \n"])
def test_texts_are_tidied_up_as_inspect_does(text: str) -> None:
    assert Inspect("inspect").cleandoc(text) == inspect.cleandoc(text)


def test_so_are_all_help_texts() -> None:
    helps = [root.help or "", *(each.command.help or "" for each in declared.verbs())]
    helps += [getattr(param, "help", None) or "" for each in declared.verbs() for param in each.command.params]
    assert len(helps) > 300
    assert all(Inspect("inspect").cleandoc(each) == inspect.cleandoc(each) for each in helps)


@pytest.mark.parametrize("package", [cctl.core.setting, cctl.core.agent, cctl.core, cctl.kit, cctl.host.hook, cctl])
def test_packages_are_listed_as_pkgutil_does(package: ModuleType) -> None:
    listed = [(each.name, each.ispkg) for each in Pkgutil("pkgutil").iter_modules(package.__path__)]
    assert listed == [(each.name, each.ispkg) for each in pkgutil.iter_modules(package.__path__)]
    assert len(listed) > 1


def test_a_package_in_an_archive_is_listed_too(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("p/one.py", "")
    assert [each.name for each in Pkgutil("pkgutil").iter_modules([f"{tmp_path}/a.zip/p"])] == ["one"]
    assert list(Pkgutil("pkgutil").iter_modules([str(tmp_path / "nothing")])) == []


def test_files_of_a_package_are_read_as_pkgutil_does() -> None:
    ours = Pkgutil("pkgutil").get_data
    assert ours("cctl", "data/learning.toml") == pkgutil.get_data("cctl", "data/learning.toml")
    assert ours("nothing_like_this", "x") is None
    with pytest.raises(FileNotFoundError):
        ours("cctl", "data/nothing")


def test_each_thread_has_values_of_its_own() -> None:
    ours = Threading("threading")
    assert ours.local is threading.local
    assert ours.Thread is threading.Thread


def test_threads_start_where_the_stand_in_was() -> None:
    found = clean(
        "import json, sys; from cctl.kit import lazy; lazy.put_off(); import threading, click; seen = []\n"
        "before = type(sys.modules['threading']).__name__; import subprocess\n"
        "one = threading.Thread(target=lambda: seen.append(threading.current_thread() is threading.main_thread()))\n"
        "one.start(); one.join(); print(json.dumps([before, seen, threading.active_count()]))"
    )
    assert found == ["Threading", [False], 1]


def test_other_answers_are_those_of_the_real_ones() -> None:
    assert Inspect("inspect").signature is inspect.signature
    assert Platform("platform").system() == platform.system()
    assert Platform("platform").machine() == platform.machine()
    assert Later("textwrap").dedent is textwrap.dedent
    assert TypingExtensions("typing_extensions").Required is typing.Required
    words = Gettext("gettext")
    assert (words.gettext("x"), words.ngettext("one", "many", 1), words.ngettext("one", "many", 2)) == (
        "x",
        "one",
        "many",
    )
    assert words.translation is gettext.translation
    with pytest.raises(AttributeError):
        _ = Inspect("inspect").__path__
    with pytest.raises(AttributeError):
        _ = Inspect("inspect").no_such_name


def test_a_stand_in_makes_way_and_whoever_holds_it_has_everything() -> None:
    found = clean(
        "import json, sys; from cctl.kit import lazy; lazy.put_off(); import inspect as held\n"
        "before = 'ast' in sys.modules; held.getsource; import inspect\n"
        "print(json.dumps({'before': before, 'after': 'ast' in sys.modules, 'real': inspect is not held,"
        " 'same': held.getsource is inspect.getsource, 'file': bool(inspect.__file__)}))"
    )
    assert found == {"before": False, "after": True, "real": True, "same": True, "file": True}


def test_a_part_of_a_package_makes_way_too() -> None:
    found = clean(
        "import json, sys; from cctl.kit import lazy; lazy.put_off(); import msgspec\n"
        "before = type(msgspec.inspect).__name__; kind = msgspec.inspect.type_info(int); import msgspec.toml\n"
        "told = msgspec.json.schema(int); read = msgspec.json.decode(b'[1]', type=list[int])\n"
        "print(json.dumps({'before': before, 'kind': type(kind).__name__, 'told': told, 'read': read}))"
    )
    assert found == {"before": "Later", "kind": "IntType", "told": {"type": "integer"}, "read": [1]}


def test_what_is_loaded_already_stays() -> None:
    found = clean(
        "import inspect, json, sys; from cctl.kit import lazy; lazy.put_off()\n"
        "print(json.dumps({'kept': sys.modules['inspect'] is inspect}))"
    )
    assert found == {"kept": True}


def test_a_verb_runs_without_them() -> None:
    found = clean(
        "import json, os, sys; before = set(sys.modules); from cctl.__main__ import status\n"
        "sys.stdin = open(os.devnull); os.dup2(os.open(os.devnull, os.O_RDONLY), 0); code = status(['health'])\n"
        f"loaded = sorted({set(LATER)!r} & sys.modules.keys() - before)\n"
        "print(json.dumps({'code': code, 'loaded': loaded}))"
    )
    assert found == {"code": 0, "loaded": []}
