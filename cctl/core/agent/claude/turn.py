"""Where turns begin and end: few lines say so, and two kinds of line can be understood only by the next one.

* A slash command is a turn if the model answers it, else the client carried it out alone.
* Every line of a response repeats why it stopped, also those of thoughts that stand before the answer: the rest is said
  after the line that has text, or, when none has, once another line follows.
"""

from __future__ import annotations

from typing import Any, Final

from cctl.core.agent.claude.frame import Frame
from cctl.records.schema import Record

_GOES_ON: Final = frozenset(("tool_use", "pause_turn"))


class Turns:
    """The turn that is under way in the main conversation."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._command: Record | None = None
        self._ending: Record | None = None
        self._of = ""  # response that the waiting or latest rest belongs to
        self._rested = False

    def prompted(self, words: str, source: str) -> None:
        """A turn begins with this line."""
        self._settle(answered=False)
        self._begin(self._frame.made("turn", self._frame.turn(words, source)))

    def commanded(self, words: str) -> None:
        """A slash command; the next line tells what it is."""
        self._settle(answered=False)
        self._command = self._frame.made("turn", self._frame.turn(words, "command"))

    def expanded(self) -> None:
        """The client wrote out what a command asks of the model, so it is a turn."""
        self._settle(answered=True)

    def settled(self) -> None:
        """Whatever waits had its chance: a command was carried out, a response is over."""
        self._settle(answered=False)

    def answering(self, response: str) -> None:
        """A line of a response."""
        if response != self._of:
            self._end()
            self._rested = False
        self._settle(answered=True)

    def answered(self, response: str, stop: str, *, said: bool) -> None:
        """A line of a response without calls says why the response stopped."""
        if stop and stop not in _GOES_ON and not (self._rested and response == self._of):
            self._of = response
            self._ending = self._frame.made("notice", _rest({"cause": stop, "response": response}))
            if said:
                self._end()

    def rested(self, cause: str) -> None:
        """The client says that the agent rests; if its answer said so before, it is the same rest."""
        self._settle(answered=False)
        self._end()
        if not self._rested:
            self._rested = True
            self._frame.emit("notice", _rest({"cause": cause}))

    def passed(self) -> None:
        """A line of another kind stands after a response."""
        self._end()

    def _begin(self, turn: Record) -> None:
        self._end()
        self._rested = False
        self._frame.give(turn)

    def _end(self) -> None:
        if self._ending:
            self._frame.give(self._ending)
            self._ending, self._rested = None, True

    def _settle(self, *, answered: bool) -> None:
        waiting, self._command = self._command, None
        if waiting and answered:
            self._begin(waiting)
        elif waiting:
            self._frame.give(_carried_out(waiting))


def _rest(data: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "rest", "data": data}


def _carried_out(turn: Record) -> Record:
    kept = {name: turn[name] for name in ("v", "ts", "session", "agent", "src")}
    return {"type": "notice", **kept, "kind": "other", "data": {"what": "command", "command": turn["prompt"]}}
