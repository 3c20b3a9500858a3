"""A copy of the installed launcher that starts a package which fails: what is proven is the launcher as it stands."""

from __future__ import annotations

import ast
from pathlib import Path

_LINE = "PLACES: dict[str, object] = "


def command(command: str, launcher: str, folder: Path, module: str) -> str:
    """The wired command with the copy in the launcher's place; a ValueError says why there can't be one."""
    try:
        text = Path(launcher).read_text(encoding="utf-8")
    except OSError as problem:
        raise ValueError(f"{launcher}: {problem.strerror}") from None
    line = next((each for each in text.splitlines() if each.startswith(_LINE)), "")
    try:
        places = ast.literal_eval(line.removeprefix(_LINE))
    except (ValueError, SyntaxError):
        places = None
    if not isinstance(places, dict) or launcher not in command:
        raise ValueError(f"{launcher}: not a launcher of cctl, or not the one that is called")
    package = folder / "cctl/host/hook"
    package.mkdir(parents=True)
    for part in ("", "host", "host/hook"):
        (folder / "cctl" / part / "__init__.py").write_text("")
    (package / "serve.py").write_text(module)
    copy = folder / "hook.py"
    copy.write_text(text.replace(line, f"{_LINE}{places | {'root': str(folder)}!r}"))
    return command.replace(launcher, str(copy))
