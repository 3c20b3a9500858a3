"""Finding and reading configuration files: the user's, and the project's up to its repository's top."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from cctl.core.config import Layer
from cctl.host.world import World
from cctl.records.errors import BadConfig, NoInput

PROJECT_FILE = ".cctl.toml"


def layers(world: World, chosen: str = "") -> list[Layer]:
    """The layers that files make, weakest first; `chosen` takes the place of the user's file."""
    found = []
    if chosen:
        found.append(_read("user", chosen, required=True))
    elif layer := _read("user", user_file(world)):
        found.append(layer)
    if (path := project_file(world)) and (layer := _read("project", path)):
        found.append(layer)
    return [each for each in found if each]


def user_file(world: World) -> str:
    """Where the user's configuration lies."""
    base = world.env.get("XDG_CONFIG_HOME") or f"{world.home}/.config"
    return f"{base}/cctl/config.toml"


def project_file(world: World) -> str:
    """The nearest `.cctl.toml` from the working folder up to the repository's top; never the home or above it."""
    folder = world.cwd
    while folder not in ("", "/", world.home):
        path = f"{folder}/{PROJECT_FILE}"
        if os.path.isfile(path):  # noqa: PTH113 -- pathlib costs 9 ms at every start
            return path
        if os.path.exists(f"{folder}/.git"):  # noqa: PTH110 -- see above
            return ""
        folder = folder.rpartition("/")[0]
    return ""


def _read(name: str, path: str, *, required: bool = False) -> Layer | None:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 -- see above
            text = file.read(1 << 20)
    except FileNotFoundError:
        if required:
            raise NoInput(f"{path}: no such file") from None
        return None
    except OSError as problem:
        raise BadConfig(f"{path}: {problem.strerror}") from None
    return Layer(name, path, parsed(path, text), text.decode("utf-8", "replace"))


def parsed(path: str, text: bytes) -> Mapping[str, Any]:
    """A TOML text; what is wrong in it is one line with its place."""
    import tomllib  # noqa: PLC0415 -- 14 ms that only who has a file pays

    try:
        return tomllib.loads(text.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise BadConfig(f"{path}: not TOML: {problem}") from None
    except RecursionError:
        raise BadConfig(f"{path}: nested too deeply") from None
