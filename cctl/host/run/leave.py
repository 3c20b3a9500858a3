"""Leave for the next call: the hook asks, the keeper answers when it knows what was spent up to that call.

A client asks before the record of the response is on disk, at times more than a second before: it starts a call while
the rest of its answer still comes in. So the answer waits until the call itself is in the transcript, because then the
response that asked for it has been counted, too.
"""

from __future__ import annotations

from collections.abc import Callable, Container

from cctl.core.run.reply import Asked, asked, refusal
from cctl.host.run.door import Visit

PATIENCE_S = 10.0  # after that the answer is by what is known
LATE_S = 0.5  # at most, until an agent is interrupted that would ask its model what to do about a refusal
_GRANTED = b"+"  # the hook takes an answer without this mark for none


class Leave:
    """The questions that wait for an answer."""

    def __init__(self, known: Container[str], forbidden: Callable[[Asked], str], late_s: float = 0.0) -> None:
        self._known, self._forbidden, self._late_s = known, forbidden, late_s
        self._refusals: list[tuple[float, bytes, Visit]] = []
        self._waiting: list[tuple[float, Asked, Visit]] = []
        self.asked = self.refused = 0

    @property
    def waiting(self) -> bool:
        """Whether anybody waits: then looks must follow each other quickly."""
        return bool(self._waiting or self._refusals)

    def take(self, visit: Visit, now: float) -> Asked:
        """A question has come; what it is about."""
        self.asked += 1
        question = asked(str(visit.request.get("event", "")), visit.body)
        within = visit.request.get("within")
        patience_s = min(PATIENCE_S, within) if isinstance(within, int | float) else PATIENCE_S
        self._waiting.append((now + patience_s, question, visit))
        return question

    def release(self) -> None:
        """Tell what was held back: whoever was refused has been interrupted by now."""
        self._refusals = [(0.0, answer, visit) for _, answer, visit in self._refusals]

    def settle(self, now: float) -> None:
        """Answer what can be answered."""
        left = []
        for until, question, visit in self._waiting:
            reason = self._forbidden(question)
            if reason:
                self.refused += 1
                self._refusals.append((now + self._late_s, _GRANTED + refusal(question.event, reason), visit))
            elif not question.call or question.call in self._known or now >= until:
                visit.answer(_GRANTED)
            else:
                left.append((until, question, visit))
        self._waiting = left
        for _, answer, visit in (due := [each for each in self._refusals if now >= each[0]]):
            visit.answer(answer)
        self._refusals = [each for each in self._refusals if each not in due]
