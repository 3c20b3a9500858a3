"""Reading the configuration for the hook, as every other verb reads it; slow, and only after a file has changed."""

from __future__ import annotations

from cctl.core import config
from cctl.core.config import Layer
from cctl.core.hook.setting import DEFAULTS
from cctl.core.setting import settings
from cctl.host.config_file import parsed
from cctl.host.hook.settings import Settings
from cctl.records.errors import BadConfig

MOST = 1 << 20


def compiled(sources: list[str]) -> Settings:
    """The settings in the user's file and, as far as they tighten, in the project's; mistakes are told."""
    layers = []
    for name, path in zip(("user", "project"), sources, strict=False):
        try:
            with open(path, "rb") as file:  # noqa: PTH123 -- a Path has nothing to offer
                text = file.read(MOST)
            layers.append(Layer(name, path, parsed(path, text), text.decode("utf-8", "replace")))
        except FileNotFoundError:
            continue
        except OSError as problem:
            return Settings({}, f"{path}: {problem.strerror}")
        except BadConfig as problem:
            return Settings({}, str(problem))
    held, problems = config.resolve(settings(), layers)
    values = {name: held[name].value for name in DEFAULTS}
    told = problems[0] if problems else None
    return Settings(values, f"{told.origin}:{told.line}: {told.message}" if told else "")
