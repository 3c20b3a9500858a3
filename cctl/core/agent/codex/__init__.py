"""Codex CLI: where it keeps its rollouts, what they hold of spend, and what they say.

Written against 0.169 as seen and older versions as published; `lineage` and `meter` hold what is subtle.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cctl.core.agent.codex import place as _place
from cctl.core.agent.spec import Agent, Origin, Place, Reader, Scan


class Codex:
    """The client's format; what reads lines is imported when a line is to be read."""

    name = "codex"

    def homes(self, env: Mapping[str, str], home: str) -> list[str]:
        """Folders that the client keeps its files in."""
        return _place.homes(env, home)

    def folders(self) -> tuple[str, ...]:
        """Sub-folders of a home that hold rollouts."""
        return _place.FOLDERS

    def place(self, relative: str) -> Place | None:
        """What a path relative to the home says; None when it is no rollout."""
        return _place.place(relative)

    def recognises(self, line: bytes) -> bool:
        """Whether a line is of a rollout."""
        return _place.recognises(line)

    def scan(self, block: bytes, origin: Origin, base: int, state: bytes, *, audit: bool = False) -> Scan:
        """The spend in a block of whole lines."""
        from cctl.core.agent.codex.scan import scan  # noqa: PLC0415 -- loads the decoder

        return scan(block, origin, base, state, audit=audit)

    def open(self, origin: Origin, *, settled: bool = False) -> Reader:
        """A reader for one file."""
        from cctl.core.agent.codex.read import Rollout  # noqa: PLC0415 -- loads the decoder

        return Rollout(origin)

    def resume(self, session: str) -> list[str]:
        """The words of the command that goes on with a session."""
        return ["codex", "resume", session]


AGENT: Final[Agent] = Codex()
