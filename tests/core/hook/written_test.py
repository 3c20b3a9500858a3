"""Which files a command runs, and which a call writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from cctl.core.hook.written import definitions, runs, wrote

TABLE = definitions((Path(__file__).parents[3] / "cctl/data/definitions.tab").read_text())


def test_the_shipped_table_names_files_for_programs() -> None:
    assert TABLE["make"] == ("Makefile", "makefile", "GNUmakefile")
    assert TABLE["pnpm"] == TABLE["npm"] == ("package.json",)
    assert "#" not in "".join(TABLE)
    assert all(files and "/" not in "".join(files) for files in TABLE.values())


@pytest.mark.parametrize(
    ("effect", "text", "paths", "names"),
    [
        (("EXEC_FILE(project)", "", 0, 9), "make test", [], "Makefile"),
        (("EXEC_PROJECT", "test", 0, 12), "npm run test", [], "package.json"),
        (("EXEC_PROJECT", "x", 0, 14), "/usr/bin/cargo", [], "build.rs"),
        (("EXEC_FILE(project)", "./a.sh", 0, 6), "./a.sh", ["./a.sh"], ""),
        (("PKG_INSTALL", "npm", 0, 6), "npm ci", [], "package.json"),
        (("INFO", "make", 0, 4), "make", [], ""),
        (("EXEC_PROJECT", "unknown", 0, 7), "unknown", [], ""),
    ],
)
def test_what_a_call_runs(effect: tuple[str, str, int, int], text: str, paths: list[str], names: str) -> None:
    found = runs([effect], text, TABLE)
    assert found[0] == paths
    assert names in found[1] if names else found[1] == []


def test_what_a_call_writes() -> None:
    assert wrote("Write", {"file_path": "/p/a"}, []) == ["/p/a"]
    assert wrote("NotebookEdit", {"notebook_path": "n.ipynb"}, []) == ["n.ipynb"]
    assert wrote("Edit", {"file_path": 3}, []) == []
    effects = [("WRITE(project)", "a.sh", 0, 4), ("READ(project)", "b", 0, 1), ("WRITE(project)", "a.sh", 5, 9)]
    assert wrote("Bash", {"command": "…"}, effects) == ["a.sh"]
