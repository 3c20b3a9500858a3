import builtins
import importlib

import pytest

from cctl.core.shell.python_table import (
    CALLS,
    HARMLESS,
    METHODS,
    OPENING,
    SAFE_BUILTINS,
    SAFE_ENDINGS,
    SAFE_METHODS,
    UNSAFE_BUILTINS,
    is_harmless,
    is_known,
)

KINDS = {"read", "write", "delete", "delete_tree", "list", "shell", "run", "net_get", "net_send", "env"}


def test_a_name_is_in_one_table_only() -> None:
    assert not HARMLESS & CALLS.keys()
    assert not HARMLESS & OPENING
    assert not SAFE_METHODS & METHODS.keys()
    assert not SAFE_BUILTINS & UNSAFE_BUILTINS


def test_every_kind_is_one_that_facts_know() -> None:
    assert {kind for uses in CALLS.values() for kind, _ in uses} <= KINDS
    assert set(METHODS.values()) <= KINDS


def test_every_lower_case_builtin_is_judged() -> None:
    left = {
        name
        for name in dir(builtins)
        if name.islower() and name.isalpha() and name not in SAFE_BUILTINS | UNSAFE_BUILTINS
    }
    assert left <= {"aiter", "anext", "copyright", "credits", "license"}


def test_no_listed_name_is_a_module_in_disguise() -> None:
    for name in sorted(HARMLESS):
        module, _, rest = name.partition(".")
        found = importlib.import_module(module)
        for part in rest.split("."):
            try:
                found = getattr(found, part)
            except AttributeError:
                try:
                    found = importlib.import_module(f"{module}.{part}")
                except ImportError:
                    break
        else:
            assert type(found).__name__ != "module", name


@pytest.mark.parametrize(
    ("name", "yes"),
    [
        ("json.loads", True),
        ("os.path.join", True),
        ("sys.stdin.read", True),
        ("sys.version_info.major", True),
        ("datetime.datetime.now", True),
        ("json.codecs.open", False),
        ("uuid.os.system", False),
        ("os.path.os", False),
        ("sys.stdout.buffer.raw", False),
        ("os.path.join.__globals__", False),
        ("sys.path", False),
        ("os", False),
    ],
)
def test_only_listed_names_are_harmless(name: str, yes: bool) -> None:
    assert is_harmless(name) is yes


def test_modules_of_listed_names_may_be_imported() -> None:
    assert is_known("os")
    assert is_known("os.path")
    assert is_known("urllib.request")
    assert not is_known("ctypes")
    assert not is_known("o")
    assert SAFE_ENDINGS
