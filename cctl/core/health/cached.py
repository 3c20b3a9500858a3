"""What two neighbouring responses tell of the prompt cache: how much was sent again, why, and what that cost."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from cctl.core.health.check import Terms
from cctl.core.health.history import Response

SHORT_S, LONG_S = 300, 3600


def lifetime_s(responses: Sequence[Response]) -> int:
    """How long the cache lives, by what was last written to it."""
    for response in reversed(responses):
        if response.tokens[2]:
            return SHORT_S
        if response.tokens[3]:
            return LONG_S
    return SHORT_S


def missing(before: Response, now: Response) -> int:
    """Tokens that the prompt before held, that are sent again, and that the cache did not give."""
    return max(0, min(before.prompt, now.prompt) - now.tokens[4])


def loss(now: Response, tokens: int, terms: Terms) -> int:
    """Nano-dollars that these tokens cost more than if they had come from the cache; 0 when no price is known."""
    given, output, short, long, read = now.tokens
    left = tokens
    moved = []
    for held in (short, long, given):
        take = min(held, left)
        moved.append(held - take)
        left -= take
    paid = terms.cost(now.model, now.ms, given, output, short, long, read, 0, "", "")
    cached = terms.cost(now.model, now.ms, moved[2], output, moved[0], moved[1], read + tokens - left, 0, "", "")
    return max(0, paid - cached) if paid is not None and cached is not None else 0


def cold(responses: Sequence[Response]) -> int:
    """How many of the responses came after a pause longer than the cache lives."""
    limit = lifetime_s(responses) * 1000
    return sum(after.ms - before.ms > limit for before, after in itertools.pairwise(responses))
