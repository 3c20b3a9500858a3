"""`cctl config template`: a configuration file with every setting in it, commented out, made from the declarations."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from cctl.core.setting import Setting
from cctl.kit.verb import viewer

if TYPE_CHECKING:
    from cctl.kit.run import Run


@viewer("config template")
def cli(run: Run) -> None:
    """Print a configuration file with every setting, its default and what it means, all commented out.

    \b
    Examples:
      cctl config template > ~/.config/cctl/config.toml
    """
    from cctl.core.setting import settings  # noqa: PLC0415 -- not for `--help`

    sys.stdout.write(template(settings()))


def template(known: dict[str, Setting]) -> str:
    """The text of the file."""
    lines = ["# Configuration of cctl; take away the # in front of what you set."]
    section = None
    for name, setting in sorted(known.items(), key=lambda item: ("." in item[0], item[0])):
        table, _, key = name.rpartition(".")
        if table != section:
            section = table
            lines += ["", f"[{table}]"] if table else [""]
        notes = [setting.kind, setting.unit, " | ".join(setting.choices)]
        lines.append(f"# {setting.doc} ({', '.join(note for note in notes if note)})")
        lines.append(f"# {key} = {_toml(setting.default)}" if setting.default is not None else f"# {key} is not set")
    return "\n".join(lines) + "\n"


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{}"
    return '"' + str(value or "").replace("\\", "\\\\").replace('"', '\\"') + '"'
