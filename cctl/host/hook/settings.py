"""The settings that hold for a verdict, read without a TOML reader: from what an earlier hook compiled.

Reading a configuration file costs more than a verdict, so what came of it is kept in cctl's state together with the
time, size and number of each file it was read from. Any difference there makes the hook read them anew. The
environment is no layer here, and a project's file may only tighten.
"""

from __future__ import annotations

import os

from cctl.core.hook import codec
from cctl.core.hook.setting import DEFAULTS, ORDERS
from cctl.host.hook import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from cctl.host.hook.places import Places

VERSION = 1
USER_FILE = "config.toml"
PROJECT_FILE = ".cctl.toml"


class Settings:
    """What holds, and what is wrong in the files ("" when nothing is)."""

    __slots__ = ("problem", "values")

    def __init__(self, values: Mapping[str, object], problem: str = "") -> None:
        self.values = {**DEFAULTS, **values}
        self.problem = problem

    def text(self, name: str) -> str:
        """A value as text; one that no order knows is the strictest."""
        value = str(self.values[name])
        order = ORDERS.get(name)
        return value if order is None or value in order else order[-1]

    def with_values(self, values: Mapping[str, object]) -> Settings:
        """The same with other values."""
        return Settings(values, self.problem)


def load(places: Places, cwd: str) -> Settings:
    """The settings for calls made in a folder."""
    sources = [f"{places.config}/{USER_FILE}"]
    if found := project_file(cwd, places.home):
        sources.append(found)
    stamps = [files.stamp(path) for path in sources]
    if not any(stamps):
        return Settings({})
    kept = f"{places.state}/compiled/{codec.digest('settings', sources)}.json"
    document = files.document(kept)
    if isinstance(document, dict) and (document.get("v"), document.get("stamps")) == (VERSION, stamps):
        values = document.get("values")
        return Settings(values if isinstance(values, dict) else {}, str(document.get("problem") or ""))
    from cctl.host.hook.compile import compiled  # noqa: PLC0415 -- only after a change; it reads TOML

    made = compiled(sources)
    _keep(kept, {"v": VERSION, "stamps": stamps, "values": made.values, "problem": made.problem})
    return made


def project_file(cwd: str, home: str) -> str:
    """The nearest `.cctl.toml` up to the repository's top; never the home's or one above it."""
    folder = cwd.rstrip("/") if cwd.startswith("/") else ""
    while folder and folder != home:
        if os.path.isfile(f"{folder}/{PROJECT_FILE}"):  # noqa: PTH113 -- pathlib costs 9 ms, more than the verdict
            return f"{folder}/{PROJECT_FILE}"
        if os.path.lexists(f"{folder}/.git"):
            return ""
        folder = folder.rpartition("/")[0]
    return ""


def _keep(path: str, document: dict[str, object]) -> None:
    fresh = f"{path}.{os.getpid()}"
    if files.append(fresh, codec.encode(document).encode()):
        try:
            os.replace(fresh, path)  # noqa: PTH105 -- see above
        except OSError:
            pass  # the next hook reads the configuration again
