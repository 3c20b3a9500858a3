"""The configuration of one run, read when a verb first asks for a value: most runs have no file and pay nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cctl.core import config
from cctl.core.config import Problem, Value
from cctl.core.setting import settings
from cctl.host import config_file

if TYPE_CHECKING:
    from cctl.host.world import World


class Configuration:
    """What holds, and who says so."""

    def __init__(self, world: World, chosen: str = "") -> None:
        known = settings()
        layers = [*config_file.layers(world, chosen), config.environment(known, world.env)]
        self.values, self.problems = config.resolve(known, layers)

    def get(self, name: str) -> Any:
        """The value that holds for a setting; a configuration with a mistake in it is refused."""
        config.refuse(self.problems)
        return self.values[name].value

    def all(self) -> tuple[dict[str, Value], list[Problem]]:
        """Everything, with what is wrong, for `config`."""
        return self.values, self.problems
