"""Going on with a run that the API broke off: when that is worth a try, after which pause, with which command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from cctl.core.run.command import VALUED
from cctl.core.run.control import MANY

PROMPT: Final = "Go on where the API broke you off."
_STATUS: Final = frozenset((408, 425, 429, 500, 502, 503, 504, 529))
_ERRORS: Final = frozenset(("rate_limit", "overloaded", "server_error", "rate_limit_error", "overloaded_error"))
_FIRST_S: Final = 15.0
_LONGEST_S: Final = 600.0


def passing(failure: Mapping[str, Any]) -> bool:
    """Whether the failure that a run ended with is one that goes by: too much asked of the API, not something wrong."""
    if not failure:
        return False
    status = failure.get("status")
    if isinstance(status, int):
        return status in _STATUS
    return failure.get("error") in _ERRORS or failure.get("error_type") in _ERRORS


def pause_s(attempt: int) -> float:
    """How long to wait before a try; a full window opens after hours, so it is looked at again and again."""
    return min(_LONGEST_S, _FIRST_S * 2.0 ** min(attempt, 16))


def resumed(argv: Sequence[str], session: str) -> list[str]:
    """The command of `claude` that goes on with its session: the same options, another prompt."""
    kept = [argv[0], "--resume", session, "-p", PROMPT]
    many = skip = keep = False
    for at, word in enumerate(argv[1:], 1):
        if word == "--":
            break
        if skip or keep:
            kept += [word] if keep else []
            skip = keep = False
            continue
        name, equals, _ = word.partition("=")
        if not word.startswith("-"):
            kept += [word] if many else []
            continue
        many = f" {name} " in f" {MANY}" and not equals
        if name in ("-p", "--print", "--fork-session"):
            continue
        if name in ("--session-id", "--resume", "-r"):
            skip = not equals and at + 1 < len(argv) and not argv[at + 1].startswith("-")
            continue
        keep = not equals and not many and f" {name} " in f" {VALUED}"
        kept.append(word)
    return kept
