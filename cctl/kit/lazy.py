"""Modules that what we import imports in turn, and that hardly any run uses: a sixth of a start, at every call.

click imports `inspect` to tidy up help texts, and with it a tokeniser, a disassembler and a syntax tree; its `gettext`
looks for translations that nobody has made. `uuid` asks `platform` for the system's name. msgspec brings what describes
types and reads other formats, and asks `typing_extensions`, where a type checker happened to bring it, for names that
`typing` has. A stand-in answers what is usual, and becomes the real module as soon as anything else is wanted.
"""

from __future__ import annotations

import os
import sys
from types import ModuleType
from typing import Any


class Later(ModuleType):
    """Stands in for a module."""

    def __getattr__(self, name: str) -> Any:
        if name == "__path__":  # every import asks
            raise AttributeError(name)
        import importlib  # noqa: PLC0415 -- only when it is wanted after all

        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        real = importlib.import_module(self.__name__)
        self.__dict__.update(real.__dict__)  # whoever holds the stand-in has it all from here on
        return getattr(real, name)


class Gettext(Later):
    """Says things as they are: there are no translations of cctl, and none of click."""

    def gettext(self, message: str) -> str:
        """The message."""
        return message

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """The one that goes with a number."""
        return singular if number == 1 else plural


class Inspect(Later):
    """Tidies up texts of one line, as all options have, and tells modules from other files."""

    def cleandoc(self, text: str) -> Any:
        """What the real one gives."""
        if "\n" in text or "\t" in text:
            return super().__getattr__("cleandoc")(text)
        return text.lstrip()

    def getmodulename(self, path: str) -> str | None:
        """The module that a file would be, as whoever lists a package asks."""
        from importlib.machinery import all_suffixes  # noqa: PLC0415 -- loaded by whoever asks

        name = path.rpartition("/")[2]
        ends = sorted((end for end in all_suffixes() if name.endswith(end)), key=len)
        return name[: -len(ends[-1])] if ends else None


class Platform(Later):
    """Knows the name of the system."""

    def system(self) -> Any:
        """`Linux`, `Darwin` …"""
        return os.uname().sysname if hasattr(os, "uname") else super().__getattr__("system")()


class TypingExtensions(Later):
    """Has what `typing` has."""

    def __getattr__(self, name: str) -> Any:
        import typing  # noqa: PLC0415 -- loaded by now

        return getattr(typing, name) if name in typing.__all__ else super().__getattr__(name)


def put_off() -> None:
    """Let them wait, unless they are loaded already."""
    stand_ins = (
        Gettext("gettext"),
        Inspect("inspect"),
        Platform("platform"),
        Later("textwrap"),
        *(Later(f"msgspec.{name}") for name in ("inspect", "toml", "yaml")),
        TypingExtensions("typing_extensions"),
    )
    for stand_in in stand_ins:
        sys.modules.setdefault(stand_in.__name__, stand_in)
