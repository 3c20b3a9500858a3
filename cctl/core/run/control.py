"""The control protocol of Claude Code: being asked before a call, answering, and telling the agent what to do.

The client reads lines on standard input and writes lines on standard output. It takes its prompt there, too, so the one
on the command line is taken off it; what would make the client speak otherwise is taken off as well.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from cctl.core.run.command import VALUED
from cctl.records import codec
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

FLAGS: Final = (
    "-p", "--input-format", "stream-json", "--output-format", "stream-json", "--verbose",
    "--permission-prompt-tool", "stdio",
)  # fmt: skip
_REPLACED: Final = ("--input-format", "--output-format", "--permission-prompt-tool")
_DROPPED: Final = ("-p", "--print", "--verbose")
MANY: Final = (
    "--add-dir --allowedTools --allowed-tools --betas --disallowedTools --disallowed-tools --file --mcp-config --tools "
)
"""Options that take every word up to the next option."""
_TELLING: Final = ("control_request", "result", "system")
_WORKING: Final = ("assistant", "user", "stream_event")


class Request(NamedTuple):
    """The client asks whether a call may be made."""

    id: str
    call: str
    tool: str
    input: dict[str, Any]
    agent_id: str


class Heard(NamedTuple):
    """What one line of the client says that matters here."""

    request: Request | None = None
    ended: bool = False  # a turn is over
    working: bool = False  # a turn goes on
    tasks: int = -1  # how many go on in the background, -1 when it does not say


def controlled(argv: Sequence[str]) -> tuple[list[str], str]:
    """The command line that speaks the protocol, and the prompt that stood on it ("" for none)."""
    kept: list[str] = [argv[0], *FLAGS]
    prompt = ""
    many = skip = keep = False
    for at, word in enumerate(argv[1:], 1):
        if skip or keep:
            kept += [word] if keep else []
            skip = keep = False
            continue
        if word == "--":
            prompt = " ".join(argv[at + 1 :]) or prompt
            break
        name = word.partition("=")[0]
        if word.startswith("-") and word != "-":
            many = f" {name} " in f" {MANY}" and name == word
            if name in _DROPPED:
                continue
            if name in _REPLACED:
                skip = name == word
                continue
            keep = name == word and not many and f" {name} " in f" {VALUED}"
            keep = keep or (name in ("--resume", "-r") and name == word and not _option(argv, at + 1))
            kept.append(word)
        elif many:
            kept.append(word)
        else:
            prompt = prompt or word
    return kept, prompt


def _option(argv: Sequence[str], at: int) -> bool:
    return at >= len(argv) or argv[at].startswith("-")


def heard(line: bytes) -> Heard:
    """What a line says; nothing for one that can't be read, because the client also prints what is no protocol."""
    try:
        kind = codec.head(line).type
        if kind not in _TELLING:
            return Heard(working=kind in _WORKING)
        record = codec.decode(line)
    except codec.BadLine:
        return Heard()
    if record["type"] == "result":
        return Heard(ended=True)
    if record["type"] == "system":
        tasks = record.get("tasks")
        changed = record.get("subtype") == "background_tasks_changed" and isinstance(tasks, list)
        if changed and isinstance(tasks, list):
            return Heard(tasks=len(tasks))
        return Heard(working=record.get("subtype") == "init")
    asked = record.get("request")
    if not isinstance(asked, dict) or asked.get("subtype") != "can_use_tool":
        return Heard()
    given = asked.get("input")
    texts = (asked.get(name) for name in ("tool_use_id", "tool_name"))
    call, tool = (each if isinstance(each, str) else "" for each in texts)
    agent = asked.get("agent_id")
    return Heard(
        Request(
            str(record.get("request_id", "")),
            call,
            tool,
            given if isinstance(given, dict) else {},
            agent if isinstance(agent, str) else "",
        )
    )


def initialize() -> bytes:
    """The first word."""
    return _line({"type": "control_request", "request_id": "cctl-1", "request": {"subtype": "initialize"}})


def user(text: str) -> bytes:
    """A prompt."""
    message = {"role": "user", "content": text}
    return _line({"type": "user", "message": message, "parent_tool_use_id": None, "session_id": "default"})


def interrupt() -> bytes:
    """Stop what it does."""
    return _line({"type": "control_request", "request_id": "cctl-stop", "request": {"subtype": "interrupt"}})


def allow(request: Request) -> bytes:
    """The call may be made as it was asked for."""
    return _answer(request, {"behavior": "allow", "updatedInput": request.input})


def deny(request: Request, message: str, *, ends: bool = False) -> bytes:
    """The call may not be made; `ends` also ends the turn."""
    return _answer(request, {"behavior": "deny", "message": message} | ({"interrupt": True} if ends else {}))


def _answer(request: Request, answer: Record) -> bytes:
    response = {"subtype": "success", "request_id": request.id, "response": answer}
    return _line({"type": "control_response", "response": response})


def _line(record: Record) -> bytes:
    return codec.encode(record) + b"\n"
