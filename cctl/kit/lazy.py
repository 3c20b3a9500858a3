"""Modules that what we import imports in turn, and that hardly any run uses: a sixth of a start, at every call.

click imports `inspect` to tidy up help texts, and with it a tokeniser, a disassembler and a syntax tree; its `gettext`
looks for translations that nobody has made, and of `threading` it wants a place for values. `uuid` asks `platform` for
the system's name. `pathlib` parses URLs, and whoever does knows `ipaddress`. `pkgutil` can list a package and read its
files, which is all that we ask of it. msgspec brings what describes types and reads other formats, and asks
`typing_extensions`, where a type checker happened to bring it, for names that `typing` has. A stand-in answers what is
usual, and becomes the real module as soon as anything else is wanted.
"""

from __future__ import annotations

import _thread
import os
import sys
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any

from cctl.records.named import NamedTuple


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
    """Tidies up texts of one line, as all options have."""

    def cleandoc(self, text: str) -> Any:
        """What the real one gives."""
        if "\n" in text or "\t" in text:
            return super().__getattr__("cleandoc")(text)
        return text.lstrip()


class Module(NamedTuple):
    """What a list of modules tells of one."""

    module_finder: object
    name: str
    ispkg: bool


class Pkgutil(Later):
    """Lists what lies in a package's folders, as sources, and reads its files."""

    def iter_modules(self, path: Sequence[str] | None = None, prefix: str = "") -> Iterator[Any]:
        """What the real one gives for packages that are not zipped."""
        try:
            names = sorted({name for folder in path or () for name in os.listdir(folder)})  # noqa: PTH208 -- it is dear
        except OSError:
            names = []
        if not names:
            yield from super().__getattr__("iter_modules")(path, prefix)
        for name in names:
            whole, dot, end = name.partition(".")
            own = (f"{folder}/{name}/__init__.py" for folder in path or ())
            inner = not dot and any(map(os.path.exists, own))
            if whole.isidentifier() and whole != "__init__" and (end == "py" or inner):
                yield Module(None, prefix + whole, inner)

    def get_data(self, package: str, resource: str) -> Any:
        """A file that came with a package."""
        try:
            with open(f"{sys.modules[package].__path__[0]}/{resource}", "rb") as file:  # noqa: PTH123 -- as above
                return file.read()
        except (KeyError, AttributeError, OSError):
            return super().__getattr__("get_data")(package, resource)


class Platform(Later):
    """Knows the name of the system."""

    def system(self) -> Any:
        """`Linux`, `Darwin` …"""
        return os.uname().sysname if hasattr(os, "uname") else super().__getattr__("system")()


class Threading(Later):
    """Gives each thread values of its own."""

    local = _thread._local


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
        Pkgutil("pkgutil"),
        Threading("threading"),
        *(Later(name) for name in ("textwrap", "ipaddress")),
        *(Later(f"msgspec.{name}") for name in ("inspect", "toml", "yaml")),
        TypingExtensions("typing_extensions"),
    )
    for stand_in in stand_ins:
        sys.modules.setdefault(stand_in.__name__, stand_in)
