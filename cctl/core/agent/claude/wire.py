"""The typed shape of a regular line: only what spend needs, so that the decoder passes over all else unbuilt.

Whatever doesn't fit (a missing field is fine, a wrong type is not) goes to `sighting`, which looks at the line as it is
and says what is wrong. Field names are the client's.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final

import msgspec

from cctl.core.agent.claude.sighting import COUNT_MOST

Count = Annotated[int, msgspec.Meta(ge=0, le=COUNT_MOST)]

Moment = Annotated[datetime, msgspec.Meta(tz=True)]


class Cache(msgspec.Struct, gc=False):
    """Cache writes by life time; absent in old files."""

    ephemeral_5m_input_tokens: Count | None = 0
    ephemeral_1h_input_tokens: Count | None = 0


class Server(msgspec.Struct, gc=False):
    """What the API did on its own account."""

    web_search_requests: Count | None = 0


class Usage(msgspec.Struct, gc=False):
    """Tokens of one response, so far or in the end."""

    input_tokens: Count | None = 0
    output_tokens: Count | None = 0
    cache_creation_input_tokens: Count | None = 0
    cache_read_input_tokens: Count | None = 0
    cache_creation: Cache | None = None
    server_tool_use: Server | None = None
    speed: str | None = None
    inference_geo: str | None = None


class Block(msgspec.Struct, gc=False):
    """A content block, as far as it may be a call."""

    type: str = ""
    id: str = ""
    name: str = ""


class Message(msgspec.Struct, gc=False):
    """What the API answered."""

    id: str | None = None
    model: str | None = None
    usage: Usage | None = None
    content: list[Block] | str | None = None


class Line(msgspec.Struct, gc=False):
    """One line."""

    type: str = ""
    message: Message | None = None
    timestamp: Moment | None = None
    sessionId: str | None = None
    requestSessionId: str | None = None
    agentId: str | None = None
    attributionAgent: str | None = None
    isSidechain: bool | None = None
    cwd: str | None = None
    gitBranch: str | None = None
    costUSD: float | None = None


decode: Final = msgspec.json.Decoder(Line).decode
