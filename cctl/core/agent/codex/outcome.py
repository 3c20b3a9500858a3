"""What came of a call: text that the model was given, and what the client noted beside it.

Each version tells the exit status in another way: in a header above the output, in JSON around it, or in an event of
its own. The header is read no further than its last line, because what follows was written by the command.
"""

from __future__ import annotations

from typing import Any, Final

from cctl.core.agent.codex.kind import named
from cctl.core.agent.codex.patch import changed
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

_REASON: Final = 300  # characters of a reason that a record holds
_END: Final = "Output:"
_HEADER: Final = ("Chunk ID:", "Wall time:", "Process ", "Exit code:", "Original token count:", "Total output lines:")
_LONGEST_HEADER: Final = 8
_BLOCKED: Final = "Command blocked by PreToolUse hook: "
_REFUSED: Final = (  # how a refusal begins, and who refuses
    ("approval policy is ", "rule"),
    ("approval required by policy", "rule"),
    ("exec command rejected by user", "human"),
    ("patch rejected by user", "human"),
    ("rejected by user", "human"),
    ('Rejected("', "human"),
    ("rejected: ", "rule"),
    ("patch rejected: ", "rule"),
)
_FAILED: Final = (
    "unsupported call",
    "unsupported custom tool call",
    "failed to parse function arguments",
    "apply_patch verification failed",
    "exec_command failed",
    "execution error",
    "err: ",
    "collab spawn failed",
)
_STOPPED: Final = ("aborted by user", "aborted", "command was aborted")
_LOST: Final = frozenset(("failed", "declined"))


class Outcome(NamedTuple):
    """What came of a call, from either place; the defaults are "not told"."""

    text: str | None = None
    exit_code: int | None = None
    duration_s: float | None = None
    error: bool = False
    interrupted: bool = False
    denied: dict[str, str] | None = None
    running: str = ""  # id of the process that goes on
    patches: list[Record] | None = None

    def beside(self, noted: Outcome) -> Outcome:
        """This one, completed by what the client noted."""
        return Outcome(
            self.text if self.text is not None else noted.text,
            self.exit_code if self.exit_code is not None else noted.exit_code,
            noted.duration_s if noted.duration_s is not None else self.duration_s,
            self.error or noted.error,
            self.interrupted or noted.interrupted,
            self.denied or noted.denied,
            self.running if noted.exit_code is None else "",
            self.patches or noted.patches,
        )


def came(output: object) -> Outcome:
    """The outcome in the `output` of a call."""
    error = False
    if isinstance(output, dict):  # what a failure was wrapped in
        error = output.get("success") is False
        output = output.get("content", output.get("body"))
    text = _text(output)
    plain = _from_json(text) or _from_header(text) or _from_words(text)
    return plain._replace(error=plain.error or error)


def noted(item: dict[str, Any]) -> Outcome:
    """The outcome that an event of its own tells: of a command, of a patch, or of a tool of a server."""
    status = str(item.get("status", "")).lower()
    exit_code = item.get("exit_code")
    result = item.get("result")
    failed = isinstance(result, dict) and ("Err" in result or _is_error(result.get("Ok", result)))
    stopped = status == "declined"
    return Outcome(
        text=next((item[name] for name in ("aggregated_output", "stdout") if isinstance(item.get(name), str)), None),
        exit_code=exit_code if type(exit_code) is int else None,
        duration_s=_seconds(item.get("duration")),
        error=status in _LOST or item.get("success") is False or failed or exit_code not in (None, 0),
        denied={"by": "unknown", "reason": "declined"} if stopped else None,
        patches=changed(item.get("changes")),
    )


def _text(output: object) -> str:
    if isinstance(output, str):
        return output
    if isinstance(output, list):
        return "\n".join(_part(each) for each in output if isinstance(each, dict))
    return ""


def _part(part: dict[str, Any]) -> str:
    text = part.get("text")
    return text if isinstance(text, str) else f"[{named(part.get('type')) or 'unknown'}]"


def _from_json(text: str) -> Outcome | None:
    """Older versions: `{"output": "…", "metadata": {"exit_code": 0, "duration_seconds": 0.1}}`."""
    if not text.startswith("{") or '"metadata"' not in text:
        return None
    from cctl.records import codec  # noqa: PLC0415 -- loads msgspec

    try:
        value = codec.decode(text.encode("utf-8", "surrogatepass"))
    except codec.BadLine:
        return None
    inner, told = value.get("output"), value.get("metadata")
    if not isinstance(inner, str) or not isinstance(told, dict):
        return None
    code, duration = told.get("exit_code"), told.get("duration_seconds")
    if type(code) is not int:
        return None
    duration = float(duration) if isinstance(duration, (int, float)) and 0 <= duration < 1e9 else None
    return Outcome(inner, code, duration, error=code != 0)


def _from_header(text: str) -> Outcome | None:
    if not text.startswith(_HEADER):
        return None
    exit_code, duration, running, start = None, None, "", 0
    for _ in range(_LONGEST_HEADER):
        stop = text.find("\n", start)
        line = text[start : stop if stop >= 0 else len(text)]
        if line == _END:
            return Outcome(text[stop + 1 :] if stop >= 0 else "", exit_code, duration, bool(exit_code), running=running)
        if not line.startswith(_HEADER) or stop < 0:
            return None
        if line.startswith(("Process exited with code ", "Exit code: ")):
            exit_code = _integer(line.rpartition(" ")[2])
        elif line.startswith("Process running with session ID "):
            running = line.rpartition(" ")[2]
        elif line.startswith("Wall time: "):
            duration = _number(line.split(" ")[2])
        start = stop + 1
    return None


def _from_words(text: str) -> Outcome:
    if text.startswith(_BLOCKED):
        said = text.removeprefix(_BLOCKED).rpartition(". Command: ")
        return Outcome(text, error=True, denied={"by": "hook", "reason": (said[0] or said[2])[:_REASON]})
    for start, by in _REFUSED:
        if text.startswith(start):
            return Outcome(text, error=True, denied={"by": by, "reason": text[:_REASON]})
    if text.startswith(_STOPPED):
        return Outcome(text, error=True, interrupted=True)
    return Outcome(text, error=text.startswith(_FAILED))


def _is_error(result: object) -> bool:
    return isinstance(result, dict) and (result.get("isError") is True or result.get("is_error") is True)


def _seconds(duration: object) -> float | None:
    if isinstance(duration, dict):
        secs, nanos = duration.get("secs"), duration.get("nanos", 0)
        if type(secs) is int and type(nanos) is int and 0 <= secs < 10**9 and 0 <= nanos < 10**9:
            return round(secs + nanos / 1e9, 6)
    if isinstance(duration, str) and duration.endswith("s"):  # "1.5s", "20ms"
        scale = 1000 if duration.endswith("ms") else 1
        number = _number(duration.removesuffix("s").removesuffix("m"))
        return None if number is None else number / scale
    return None


def _integer(text: str) -> int | None:
    return int(text) if text.removeprefix("-").isdecimal() and len(text) < 12 else None


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 <= number < 1e9 else None
