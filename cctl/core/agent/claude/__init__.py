"""Claude Code's transcripts: where they lie, what they spend, what happened in them.

Importing this costs nothing; the decoder is loaded by the first reading. What the modules know, each by its noun:
`place` paths, `wire` and `sighting` one response's usage, `scan` spend at the speed of reading, `read` records.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cctl.core.agent.spec import Agent, Origin, Place, Reader, Scan


class Claude:
    """The format of Claude Code, every generation of it."""

    name = "claude"

    def homes(self, env: Mapping[str, str], home: str) -> list[str]:
        """`CLAUDE_CONFIG_DIR` (also a comma list), else the two folders that releases have used."""
        named = [part.strip() for part in env.get("CLAUDE_CONFIG_DIR", "").split(",") if part.strip()]
        return list(dict.fromkeys(named)) or [f"{home}/.claude", f"{home}/.config/claude"]

    def folders(self) -> tuple[str, ...]:
        """Transcripts lie under `projects` alone."""
        return ("projects",)

    def place(self, relative: str) -> Place | None:
        """What a path relative to the home says; None for what is no transcript."""
        from cctl.core.agent.claude.place import place  # noqa: PLC0415 -- reading a stream needs no paths

        return place(relative)

    def recognises(self, line: bytes) -> bool:
        """Whether this client wrote the line."""
        from cctl.core.agent.claude.line import recognised  # noqa: PLC0415 -- loads the decoder

        return recognised(line)

    def scan(self, block: bytes, origin: Origin, base: int, state: bytes, *, audit: bool = False) -> Scan:
        """The spend in a block of whole lines."""
        from cctl.core.agent.claude.scan import scan  # noqa: PLC0415 -- loads the decoder

        return scan(block, origin, base, state, audit=audit)

    def open(self, origin: Origin, *, settled: bool = False) -> Reader:
        """A reader that makes records of every line."""
        from cctl.core.agent.claude.read import Reading  # noqa: PLC0415 -- loads the decoder

        return Reading(origin, settled=settled)

    def resume(self, session: str) -> list[str]:
        """The words of the command that goes on with a session."""
        return ["claude", "--resume", session]


AGENT: Final[Agent] = Claude()
