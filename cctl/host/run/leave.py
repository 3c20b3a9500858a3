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
_GRANTED = b"+"  # the hook takes an answer without this mark for none


class Leave:
    """The questions that wait for an answer."""

    def __init__(self, known: Container[str], forbidden: Callable[[Asked], str]) -> None:
        self._known, self._forbidden = known, forbidden
        self._waiting: list[tuple[float, Asked, Visit]] = []
        self.asked = self.refused = 0

    @property
    def waiting(self) -> bool:
        """Whether anybody waits: then looks must follow each other quickly."""
        return bool(self._waiting)

    def take(self, visit: Visit, now: float) -> Asked:
        """A question has come; what it is about."""
        self.asked += 1
        question = asked(str(visit.request.get("event", "")), visit.body)
        self._waiting.append((now + PATIENCE_S, question, visit))
        return question

    def settle(self, now: float) -> None:
        """Answer what can be answered."""
        left = []
        for until, question, visit in self._waiting:
            reason = self._forbidden(question)
            if reason:
                self.refused += 1
                visit.answer(_GRANTED + refusal(question.event, reason))
            elif not question.call or question.call in self._known or now >= until:
                visit.answer(_GRANTED)
            else:
                left.append((until, question, visit))
        self._waiting = left
