"""What can be configured: one file per capability declares its settings, and nothing central is edited to add one.

A setting says which direction tightens it. A file that comes with a repository may move a setting only that way, and
may never name a command to run, so that cloning a repository can't loosen a rule or execute anything.
"""

from __future__ import annotations

import importlib
from typing import Any, Literal

from cctl.records.named import NamedTuple

Kind = Literal["bool", "int", "float", "usd", "duration", "size", "text", "choice", "list", "command", "table"]
Tightens = Literal["lower", "higher", "true", "false", "more", "never", "any"]


class Setting(NamedTuple):
    """One key of the configuration."""

    name: str  # dotted: "stats.since"
    kind: Kind
    default: Any
    doc: str
    tightens: Tightens = "any"  # "never": not to be set by a repository; "any": harmless either way
    unit: str = ""
    choices: tuple[str, ...] = ()  # of a choice, the loosest first


def settings() -> dict[str, Setting]:
    """Every declared setting by name."""
    import pkgutil  # noqa: PLC0415 -- most verbs ask for defaults that stand where they are sought first

    found: dict[str, Setting] = {}
    for each in sorted(pkgutil.iter_modules(__path__), key=lambda module: module.name):
        for setting in importlib.import_module(f"{__name__}.{each.name}").SETTINGS:
            found[setting.name] = setting
    return found


def default(name: str) -> Any:
    """The default of one setting, without loading every capability: where nothing is configured, that is what holds."""
    for module in dict.fromkeys((name.partition(".")[0], "general", "money")):
        try:
            declared = importlib.import_module(f"{__name__}.{module}").SETTINGS
        except ModuleNotFoundError as missing:
            if missing.name != f"{__name__}.{module}":
                raise
            continue
        for setting in declared:
            if setting.name == name:
                return setting.default
    return settings()[name].default
