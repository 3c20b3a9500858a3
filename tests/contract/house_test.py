"""The house rules that a machine can hold: size, mirrors, words, and where an import may stand."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(path.relative_to(ROOT) for path in (ROOT / "cctl").rglob("*.py"))

# Declarations and tables: what they say is checked by other means (schema export, generated pages, `setting_test`).
DECLARATIONS = ("records/schema/", "core/setting/", "cctl/verbs.py", "core/agent/spec.py", "core/spend/cell.py")


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_modules_are_short(module: Path) -> None:
    lines = (ROOT / module).read_text().count("\n")
    limit = 120 if module.parts[1] == "commands" else 300
    assert lines <= limit, f"{module}: {lines} lines; split it by noun"


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_every_module_has_a_test_of_the_same_path(module: Path) -> None:
    if module.name == "__init__.py" or any(part in module.as_posix() for part in DECLARATIONS):
        return
    name = "main" if module.name == "__main__.py" else module.stem
    mirror = ROOT / "tests" / Path(*module.parts[1:-1]) / f"{name}_test.py"
    assert mirror.exists(), f"{mirror.relative_to(ROOT)} is missing"
    assert "assert" in mirror.read_text() or "pytest.raises" in mirror.read_text(), f"{mirror} asserts nothing"


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_every_module_and_public_function_says_what_it_is(module: Path) -> None:
    tree = ast.parse((ROOT / module).read_text())
    assert ast.get_docstring(tree), module
    missing = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert missing == [], module


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_names_say_what_things_are(module: Path) -> None:
    assert not {"utils", "helpers", "common", "misc"} & set(module.with_suffix("").parts), module


@pytest.mark.parametrize("module", MODULES, ids=str)
def test_asyncio_and_sqlite_have_one_home_each(module: Path) -> None:
    homes = {"asyncio": ("host/net/", "kit/service.py"), "sqlite3": ("host/db.py",)}
    tree = ast.parse((ROOT / module).read_text())
    for block in [
        node for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
    ]:
        block.body = []  # what only a type checker imports loads nothing
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        for name in names:
            allowed = homes.get(name.partition(".")[0])
            assert allowed is None or any(home in module.as_posix() for home in allowed), f"{module} imports {name}"


def test_every_exemption_has_its_reason() -> None:
    bare = re.compile(r"#\s*(noqa(: [A-Z0-9, ]+)?|type: ignore(\[[a-z, -]+\])?)\W*$")
    for path in [*(ROOT / "cctl").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]:
        for number, line in enumerate(path.read_text().splitlines(), 1):
            assert not bare.search(line), f"{path.relative_to(ROOT)}:{number}: {line.strip()}"


def test_nothing_is_left_for_later() -> None:
    words = re.compile("TO" + "DO|FIX" + "ME|X" + "XX|assert Tr" + "ue")
    for path in [*(ROOT / "cctl").rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *(ROOT / "bin").iterdir()]:
        if path.is_file() and path.suffix != ".pyc":
            assert not words.search(path.read_text()), path
