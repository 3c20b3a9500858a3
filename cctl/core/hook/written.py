"""Write, then run: which files a project command would run that the session itself has written.

`make` is allowed because the project defines what it does; once the agent has written the Makefile, the agent does. So
a call that would run what was written in the session is asked about, once for each content of the file.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FILE_TOOLS = {"Write": "file_path", "Edit": "file_path", "MultiEdit": "file_path", "NotebookEdit": "notebook_path"}


def definitions(text: str) -> dict[str, tuple[str, ...]]:
    """The shipped table: program → names of the files that define what it runs."""
    found: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        programs, tab, files = line.partition("\t")
        if tab and not line.startswith("#"):
            for program in programs.split():
                found[program] = tuple(files.split())
    return found


def runs(
    effects: Iterable[tuple[str, str, int, int]], text: str, table: Mapping[str, tuple[str, ...]]
) -> tuple[list[str], list[str]]:
    """Paths that a call runs as they are, and names of files that define what its programs do."""
    paths: list[str] = []
    names: list[str] = []
    for code, what, start, end in effects:
        if code.startswith("EXEC_FILE") and what:
            paths.append(what)
        if code.startswith("EXEC") or code == "PKG_INSTALL":
            for word in {what, *text[start:end].split()}:
                names += table.get(word.rpartition("/")[2], ())
    return list(dict.fromkeys(paths)), list(dict.fromkeys(names))


def wrote(tool: str, given: Mapping[str, object], effects: Iterable[tuple[str, str, int, int]]) -> list[str]:
    """Paths that a call writes, as they stand in it."""
    key = FILE_TOOLS.get(tool)
    if key is not None:
        path = given.get(key)
        return [path] if isinstance(path, str) and path else []
    return list(dict.fromkeys(what for code, what, _, _ in effects if code.startswith("WRITE(") and what))
