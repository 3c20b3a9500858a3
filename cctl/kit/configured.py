"""The configuration of one run, read when a verb first asks for a value: most runs have no file and pay nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cctl.core import config
from cctl.core.config import Problem, Value
from cctl.core.setting import default, settings
from cctl.host import config_file

if TYPE_CHECKING:
    from cctl.host.world import World


_OTHER = frozenset(("CCTL_NOW", "CCTL_FORMAT", "CCTL_LOG", "CCTL_PYTHON", "CCTL_CORPORA", "CCTL_PEERS", "CCTL_RUN"))


class Configuration:
    """What holds, and who says so."""

    def __init__(self, world: World, chosen: str = "") -> None:
        self._world = world
        self._layers = config_file.layers(world, chosen)
        self._plain = not self._layers and not any(
            name.startswith("CCTL_") and name not in _OTHER for name in world.env
        )
        self._held: tuple[dict[str, Value], list[Problem]] | None = None

    def get(self, name: str) -> Any:
        """The value that holds for a setting; a configuration with a mistake in it is refused."""
        if self._plain:
            return default(name)
        values, problems = self.all()
        config.refuse(problems)
        return values[name].value

    def all(self) -> tuple[dict[str, Value], list[Problem]]:
        """Everything, with what is wrong, for `config`."""
        if self._held is None:
            known = settings()
            layers = [*self._layers, config.environment(known, self._world.env)]
            self._held = config.resolve(known, layers)
        return self._held
