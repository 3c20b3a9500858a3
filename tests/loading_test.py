"""Imports without the search come to the same modules, and leave to the general machinery what differs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def run(folder: Path, code: str, *words: str) -> str:
    """Some code in an interpreter of its own, with the package `toy` in a folder, loaded directly."""
    start = (
        "import sys; sys.path.append(sys.argv[1]); import cctl.loading; sys.path[-1] = sys.argv[2]; import toy\n"
        "cctl.loading.install('toy', toy.__path__[0])\n"
        "def direct(m): return type(m.__spec__.loader).__name__ == 'Direct'\n"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-S", *words, "-c", start + code, str(ROOT), str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {"__init__": "", "one": "from toy.deep.two import B\nA = B + 1\n", "deep/__init__": "D = 1\n",
                       "deep/two": "B = 1\n", "__main__": ""}.items():  # fmt: skip
        path = tmp_path / f"toy/{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


IMPORT = "import toy.one, toy.deep.two as two; print(toy.one.A, two.B, direct(toy.one), direct(toy.deep), direct(two))"


def test_what_is_compiled_is_loaded_directly(folder: Path) -> None:
    assert run(folder, IMPORT) == "2 1 False False False\n"  # nothing is compiled yet
    assert run(folder, IMPORT) == "2 1 True True True\n"


def test_modules_look_as_always(folder: Path) -> None:
    look = (
        "import toy.deep.two as m, toy.deep as p\n"
        "print([(x.__name__, x.__file__, x.__package__, x.__cached__, getattr(x, '__path__', None)) for x in (m, p)])"
    )
    assert run(folder, look) == run(folder, look)


def test_a_source_that_changed_is_compiled_anew(folder: Path) -> None:
    run(folder, IMPORT)
    (folder / "toy/deep/two.py").write_text("B = 50\n")
    assert run(folder, IMPORT) == "51 50 True True False\n"
    path = folder / "toy/deep/two.py"
    os.utime(path, (1, 1))
    assert run(folder, IMPORT) == "51 50 True True False\n"
    assert run(folder, IMPORT) == "51 50 True True True\n"


@pytest.mark.parametrize("damage", [b"", b"\0" * 8, b"\0" * 64])
def test_a_compiled_form_that_is_none_is_passed_over(folder: Path, damage: bytes) -> None:
    run(folder, IMPORT)
    [path] = (folder / "toy/__pycache__").glob("one.*.pyc")
    path.write_bytes(damage)
    assert run(folder, IMPORT) == "2 1 False True True\n"


def test_a_compiled_form_without_its_source_is_not_believed(folder: Path) -> None:
    run(folder, IMPORT)
    (folder / "toy/one.py").unlink()
    assert run(folder, "try:\n  import toy.one\nexcept ModuleNotFoundError as e: print(e.name)") == "toy.one\n"


def test_other_packages_and_what_is_not_there_are_left_to_others(folder: Path) -> None:
    code = "import json\ntry:\n  import toy.gone\nexcept ModuleNotFoundError as e: print(e.name, direct(json))"
    assert run(folder, code) == "toy.gone False\n"


@pytest.mark.parametrize("words", [("-O",), ("-X", "pycache_prefix=/nonexistent")])
def test_where_compiled_forms_lie_elsewhere_all_stays_as_it_is(folder: Path, words: tuple[str, ...]) -> None:
    run(folder, IMPORT)
    assert run(folder, IMPORT, *words) == "2 1 False False False\n"


def test_a_large_module_is_read_whole(folder: Path) -> None:
    (folder / "toy/deep/two.py").write_text(f"B = 1\nC = {'x' * 200_000!r}\n")
    look = IMPORT + "; print(len(two.C))"
    assert run(folder, look) == "2 1 False False False\n200000\n"
    assert run(folder, look) == "2 1 True True True\n200000\n"


def test_installing_it_again_changes_nothing(folder: Path) -> None:
    code = "n = len(sys.meta_path); cctl.loading.install('toy', toy.__path__[0]); print(len(sys.meta_path) - n)"
    assert run(folder, code) == "0\n"
