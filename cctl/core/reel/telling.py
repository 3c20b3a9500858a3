"""The telling part of what a command printed: what failed and how it ended, not the two hundred lines between.

In two steps, because redaction stands between them: `window` keeps enough of an output while the transcript is read,
`telling` chooses the lines to show once secrets are gone. Choosing first could cut a secret in two and miss it.
"""

from __future__ import annotations

import re
from functools import cache

from cctl.records.named import NamedTuple

GAP = "…"
_NEAR_END = 80  # lines


class Told(NamedTuple):
    """Lines to show, and how many are left out."""

    lines: list[str]
    omitted: int


@cache
def _strong() -> re.Pattern[str]:
    return re.compile(
        r"^(?:E {2,}|FAILED\b|FAIL\b|--- FAIL|ERROR\b|not ok\b|Traceback|\s*(?:✗|✕|✘|×|●) )"
        r"|\b(?:Error|Exception|Failure|Panic)\b\s*[:(]|\berror(?:\[\w+\])?:|\bpanicked at\b|\bfatal:"
        r"|\bundefined reference\b"
        r"|\bAssertionError\b|assertion .*failed|command not found|No such file|Permission denied|Segmentation fault"
        r"|\bcannot find\b|\bexpected\b.*\b(?:got|found|received|but)\b|^error\b"
    )


@cache
def _ending() -> re.Pattern[str]:
    return re.compile(
        r"\b\d+ (?:passed|failed|errors?|warnings?|tests?|examples?|problems?|skipped)\b"
        r"|^test result:|^Tests?:|^Ran \d+"
        r"|^OK\b|^(?:ok|PASS|FAIL)\s|\bAll checks passed|\bSuccess\b|\d+ files? changed"
        r"|^Found \d+ errors?|BUILD (?:SUCCESS|FAIL)"
    )


@cache
def _red() -> re.Pattern[str]:
    return re.compile(
        r"(?<!\d)(?!0 )\d+ (?:failed|failures?|errors?)\b|^FAILED\b|^FAIL\b|^--- FAIL|test result: FAILED|^not ok\b"
        r"|^ERROR\b"
        r"|^Tests:.*[1-9]\d* failed|\bpanicked at\b|BUILD FAIL",
        re.M,
    )


@cache
def _green() -> re.Pattern[str]:
    return re.compile(
        r"(?<!\d)(?!0 )\d+ (?:passed|passing)\b|test result: ok|^OK\b|^ok\s|^PASS\b|^Tests:.*[1-9]\d* passed"
        r"|(?<!\d)(?!0 )\d+ (?:tests?|examples?),? (?:[\w ]+, )?0 (?:failures|errors)",
        re.M,
    )


def outcome(text: str, failed: bool) -> str:
    """`red` or `green`: how a test run ended. The text is asked too, since a pipe to `tail` hides the exit status."""
    tail = text[-4000:]
    if failed or _red().search(tail):
        return "red"
    return "green" if _green().search(tail) or not failed else ""


def window(text: str, *, most: int, longest: int, failed: bool = True) -> tuple[str, int]:
    """What is kept of an output while a transcript is read, and how many lines it had."""
    text = text.rstrip()
    count = text.count("\n") + 1 - text.count("\n\n") if text else 0  # blank lines are never shown
    if len(text) <= most:
        return text, count
    lines = [
        line[:longest] for line in (text if len(text) < 1 << 20 else text[: 1 << 19] + text[-1 << 19 :]).split("\n")
    ]
    first = 0 if failed else max(0, len(lines) - _NEAR_END)  # what went well says so at its end
    told = [at for at in range(first, len(lines)) if _strong().search(lines[at]) or _ending().search(lines[at])][:40]
    wanted = [*range(6), *(near for at in told for near in range(at - 3, at + 4)), *range(len(lines) - 12, len(lines))]
    kept: list[str] = []
    size, last = 0, -1
    for at in sorted({at for at in wanted if 0 <= at < len(lines)}, key=lambda at: (at < len(lines) - 12, at)):
        size += len(lines[at]) + 1
        if size > most:
            break
        kept.append(f"{at:09d}{lines[at]}")
    out = []
    for each in sorted(kept):
        at = int(each[:9])
        if at != last + 1:
            out.append(GAP)
        out.append(each[9:])
        last = at
    return "\n".join(out), count


def telling(text: str, *, limit: int, failed: bool, total: int = 0) -> Told:
    """The lines to show of an output."""
    lines = [_settled(line) for line in text.split("\n")]
    lines = [line for line in lines if line.strip()]
    total = max(total, len(lines)) if total else len(lines)
    if len(lines) <= limit:
        return Told(lines, total - sum(line != GAP for line in lines))
    chosen = set(_chosen(lines, limit, failed))
    out: list[str] = []
    for at, line in enumerate(lines):
        if at in chosen:
            out.append(line)
        elif out and out[-1] != GAP:
            out.append(GAP)
    while out and out[-1] == GAP:
        out.pop()
    return Told(out[: limit + 1], max(0, total - sum(line != GAP for line in out[: limit + 1])))


def tone(line: str, failed: bool) -> str:
    """`bad`, `good` or "": what a printed line says."""
    if failed and _strong().search(line):
        return "bad"
    if _red().search(line):
        return "bad"
    return "good" if _green().search(line) and not failed else ""


def _chosen(lines: list[str], limit: int, failed: bool) -> list[int]:
    strong = [at for at, line in enumerate(lines) if _strong().search(line)] if failed else []
    ending = [at for at, line in enumerate(lines) if _ending().search(line)]
    wanted = strong[: max(2, limit - 2)] + ending[-2:]
    if not wanted:
        wanted = [0]
    for at in [*range(len(lines) - 1, -1, -1)]:
        if len(set(wanted)) >= limit - 1:
            break
        wanted.append(at)
    return wanted


def _settled(line: str) -> str:
    """The line as a terminal shows it in the end: what comes after the last carriage return."""
    line = line.rstrip()
    return line.rpartition("\r")[2] if "\r" in line else line
