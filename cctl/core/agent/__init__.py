"""The agents that cctl can read: one module or package here each, found by its name.

A client is added by adding a file that declares `AGENT`; nothing is edited. What is found is imported only when it is
asked for by name, so that reading one client's transcripts never pays for another's format.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from cctl.core.agent.spec import Agent

_SEAM: Final = "spec"


class Agents(Mapping[str, Agent]):
    """Every agent by name; names are known without importing anything."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names

    def __getitem__(self, name: str) -> Agent:
        import importlib  # noqa: PLC0415 -- most runs read one client only

        if name not in self._names:
            raise KeyError(name)
        agent: Agent = importlib.import_module(f"{__name__}.{name}").AGENT
        return agent

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


@cache
def agents() -> Agents:
    """The agents of this installation, in the order of their names."""
    import pkgutil  # noqa: PLC0415 -- not needed by who names the agent's module

    return Agents(tuple(sorted(each.name for each in pkgutil.iter_modules(__path__) if each.name != _SEAM)))
