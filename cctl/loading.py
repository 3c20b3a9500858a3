"""Imports of this package without the search: from a module's name straight to its compiled form.

The general machinery asks several finders, lists folders and joins paths in Python; for the hundred small modules that
a hook loads this takes a third of its time. What is found here is checked like there (magic number, time and size of
the source); whatever differs in any way is left to the general machinery, which also compiles anew.
"""

from __future__ import annotations

import marshal
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _frozen_importlib import ModuleSpec  # type: ignore[import-not-found,unused-ignore]  # a name for what `sys` has
    from collections.abc import Sequence
    from types import CodeType, ModuleType

_HEAD = 16  # bytes before the code: magic number, flags, time, size
_READ = 1 << 16  # what is larger is mapped anew by the allocator each time, which takes longer than the rest


class Direct:
    """A finder and loader for one package."""

    def __init__(self, name: str, folder: str) -> None:
        self.prefix = name + "."
        self._top = folder
        self._tag = f".{sys.implementation.cache_tag}.pyc"
        self._magic = bytes(sys.modules["_frozen_importlib_external"].MAGIC_NUMBER)
        self._spec = type(sys.__spec__)
        self._codes: dict[str, CodeType] = {}

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where a module is; None leaves it to the other finders."""
        if not name.startswith(self.prefix):
            return None
        place = f"{self._top}/{name[len(self.prefix) :].replace('.', '/')}"
        folder, _, last = place.rpartition("/")
        source, compiled, inner = f"{place}.py", f"{folder}/__pycache__/{last}{self._tag}", None
        code = self._code(source, compiled)
        if code is None:
            source, compiled, inner = f"{place}/__init__.py", f"{place}/__pycache__/__init__{self._tag}", [place]
            code = self._code(source, compiled)
        if code is None:
            return None
        self._codes[name] = code
        spec = self._spec(name, self, origin=source, is_package=inner is not None)  # type: ignore[arg-type]  # taken by what it can do
        if inner is not None:
            spec.submodule_search_locations = inner
        spec.has_location, spec.cached = True, compiled
        return spec

    def create_module(self, spec: ModuleSpec) -> None:
        """As usual."""

    def exec_module(self, module: ModuleType) -> None:
        """Run what was found."""
        exec(self._codes.pop(module.__name__), module.__dict__)

    def _code(self, source: str, compiled: str) -> CodeType | None:
        try:
            descriptor = os.open(compiled, os.O_RDONLY | os.O_CLOEXEC)
        except OSError:
            return None
        try:
            data = more = os.read(descriptor, _READ)
            while len(more) == _READ:
                data += (more := os.read(descriptor, _READ))
            told = os.stat(source)  # noqa: PTH116 -- pathlib costs more than all of this
        except OSError:
            return None
        finally:
            os.close(descriptor)
        wanted = self._magic + bytes(4) + _four(int(told.st_mtime)) + _four(told.st_size)
        if data[:_HEAD] != wanted:
            return None
        code: CodeType = marshal.loads(data[_HEAD:])
        return code


def _four(number: int) -> bytes:
    return (number & 0xFFFFFFFF).to_bytes(4, "little")


def install(name: str, folder: str) -> None:
    """From now on the package's modules are found directly; where compiled forms lie elsewhere all stays as it is."""
    if any(isinstance(each, Direct) and each.prefix == name + "." for each in sys.meta_path):
        return
    if not sys.flags.optimize and sys.pycache_prefix is None and sys.implementation.cache_tag:
        sys.meta_path.insert(0, Direct(name, folder))  # finders and loaders are taken by what they can do
