"""Which priced id a model name means.

Names come with wrapping: a vendor in front, a date or a build behind, a context hint in brackets. Wrapping that
does not change the price is taken off, and then the name must match exactly. A name that only *begins* like a known
one is another model (`gpt-5.4-mini` is not `gpt-5.4`, `claude-opus-5-6` would not be `claude-opus-5`), and guessing
its price from its family is how tools go wrong by a factor of three without a word.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from cctl.records.pattern import pattern

MILLION = 1_000_000

_VENDOR = pattern(r"(?:[a-z]{2,6}(?:-[a-z]{2,6})?\.)?(?:anthropic|openai)\.|databricks-|anthropic--")
_HINT = pattern(r"\[([0-9]+)(k|m)\]$")
_DOT = pattern(r"(?<=[0-9])\.(?=[0-9])")
_TAIL = pattern(
    r"(?:"
    r"-v[0-9]{1,2}(?::[0-9]{1,2}(?::[0-9]{1,4}k)?)?"  # Bedrock build
    r"|[-@]20[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])"  # -20251101, @20251101
    r"|-20[0-9]{2}-(?:0[1-9]|1[0-2])-(?:[0-2][0-9]|3[01])"  # -2025-08-07
    r"|[-@](?:latest|default)"
    r"|:(?:thinking|beta|extended)"
    r"|-thinking"
    r"|-(?:minimal|low|medium|high|xhigh)"  # reasoning effort, which some gateways put into the name
    r")$"
)


def shapes(name: str) -> Iterator[str]:
    """The name with less and less wrapping, longest first."""
    bare = _HINT.sub("", name.strip().lower())
    bare = bare[bare.rfind("/") + 1 :]
    found = _VENDOR.match(bare)
    if found:
        bare = bare[found.end() :]
    if bare.startswith("claude"):
        bare = _DOT.sub("-", bare)
    for _ in range(4):  # a build behind a date behind an effort; more is not a name but an attack
        yield bare
        shorter = _TAIL.sub("", bare)
        if shorter == bare:
            return
        bare = shorter


def known(name: str, ids: Container[str]) -> str | None:
    """The id among `ids` that `name` means, or None."""
    return next((shape for shape in shapes(name) if shape in ids), None)


def hinted_context(name: str) -> int | None:
    """The context window that a name itself asks for, as `[1m]` does."""
    found = _HINT.search(name.strip().lower())
    if not found or len(found[1]) > 6:
        return None
    return int(found[1]) * (MILLION if found[2] == "m" else 1000)
