"""Every line of a transcript as records.

What isn't understood is counted by reason and never stops the reading; no shape of line may raise. A record is given
out at the line that shows it; `turn` says which two kinds must wait for the next.
"""

from __future__ import annotations

from typing import Any, Final

from cctl.core.agent.claude import notice, prompt
from cctl.core.agent.claude.frame import Frame
from cctl.core.agent.claude.line import PLAIN, decoded, stripped, unknown
from cctl.core.agent.claude.outcome import outcome
from cctl.core.agent.claude.place import Start
from cctl.core.agent.claude.session import Sessions
from cctl.core.agent.claude.sighting import CALLS, SYNTHETIC, text
from cctl.core.agent.claude.spend import Responses
from cctl.core.agent.claude.turn import Turns
from cctl.core.agent.spec import Origin
from cctl.core.digest import digest
from cctl.records.codec import regular
from cctl.records.schema import Record

_CALLS_KEPT: Final = 4096  # calls whose result may still come


class Reading:
    """The reader of one transcript."""

    def __init__(self, origin: Origin, *, settled: bool = False) -> None:
        self._origin = origin
        self._start = Start(origin.folder)
        self._frame = Frame(origin)
        self._turns = Turns(self._frame)
        self._sessions = Sessions()
        self._responses = Responses(self._frame, origin, self._start, settled=settled)
        self._tools: dict[str, str] = {}  # names by id of the call
        self._enveloped: tuple[object, ...] = ()  # what the latest line of the main conversation said of its session
        self._model = ""  # that it named, or the one before
        self._bytes = b""  # the line at hand
        self.skipped = self._frame.skipped

    def read(self, line: bytes, number: int) -> list[Record]:
        """The records of one whole line."""
        record = regular(line)
        if record is None:
            bare = stripped(line)
            if not bare:
                return []
            said = decoded(bare)
            if isinstance(said, str):
                self._responses.over()
                self._frame.take({}, number)
                self._frame.skip(said)
                self._responses.salvage(line)
                return self._frame.released()
            record = said
        self._bytes = line
        try:
            if (growing := self._responses.growing) and (
                type(message := record.get("message")) is not dict or message.get("id") != growing[0].id
            ):
                self._responses.over()
            self._frame.take(record, number)
            self._dispatch(record)
        except RecursionError:
            self._frame.skip("too_deep")
        return self._frame.released()

    def finish(self) -> list[Record]:
        """What was waiting for lines that don't come."""
        self._responses.over()
        self._turns.settled()
        self._turns.passed()
        out = self._frame.released()
        self._frame.drop()
        return out

    def _dispatch(self, record: dict[str, Any]) -> None:
        kind = record.get("type")
        if not self._start.looked and type(cwd := record.get("cwd")) is str:
            self._start.see(cwd)
        if type(kind) is str and (read := _BY_TYPE.get(kind)):
            read(self, record)
        if type(kind) is not str or kind not in PLAIN:
            self._frame.skip(unknown(record))

    def _assistant(self, record: dict[str, Any]) -> None:
        message = notice.part(record, "message")
        model, key = text(message.get("model")), text(message.get("id")) or text(record.get("uuid"))
        self._envelope(record, "" if model == SYNTHETIC else model)
        content = message.get("content")
        main = not self._frame.agent_id
        if main and model != SYNTHETIC:
            self._turns.answering(key)
        self._spent(record)
        if model == SYNTHETIC:
            if record.get("isApiErrorMessage") is True:
                self._frame.notice("api_error", notice.failure(record, prompt.body(content)))
                self._rested("api_error")
            return
        said = called = False
        for block in content if type(content) is list else [{"type": "text", "text": content}]:
            kind = text(block.get("type")) if type(block) is dict else ""
            if kind == "text":
                if words := text(block.get("text")):
                    said = True
                    self._frame.emit("message", {"id": key, "text": words})
            elif kind in CALLS:
                called = called or kind == "tool_use"  # the others the API runs itself, within the response
                self._call(block, key)
            elif kind.endswith("_tool_result"):
                self._responses.over()
                self._result(block, alone=False)
        if main and not called and (stop := text(message.get("stop_reason"))):
            self._responses.over()
            self._turns.answered(key, stop, said=said)

    def _user(self, record: dict[str, Any]) -> None:
        self._envelope(record)
        content = notice.part(record, "message").get("content")
        blocks = content if type(content) is list else []
        results = [each for each in blocks if type(each) is dict and each.get("type") == "tool_result"]
        for block in results:
            self._result(block, alone=len(results) == 1)
        if self._frame.agent_id:
            return
        self._turns.passed()
        if results and len(results) == len(blocks):
            return
        words = prompt.body(content)
        if not results or words.startswith(prompt.INTERRUPTED):
            self._said(prompt.understood(record, words))

    def _said(self, said: prompt.Prompt) -> None:
        if said.kind == "turn":
            self._turns.prompted(said.text, said.source)
        elif said.kind == "command":
            self._turns.commanded(said.text)
        elif said.kind == "expansion":
            self._turns.expanded()
        elif said.kind == "answer":
            self._turns.settled()
        elif said.kind == "task":
            self._frame.notice("task", prompt.task(said.text))
            self._turns.prompted(said.text, said.source)
        elif said.kind == "interrupt":
            self._frame.notice("interrupt", {"for_tool_use": "for tool use" in said.text})
            self._rested("interrupt")
        elif said.kind in ("shell", "summary"):
            self._turns.settled()
            self._frame.notice("other", {"what": said.kind, "command" if said.kind == "shell" else "text": said.text})

    def _system(self, record: dict[str, Any]) -> None:
        self._envelope(record)
        subtype = record.get("subtype")
        if not self._frame.agent_id:
            self._turns.passed()
        if subtype in ("compact_boundary", "microcompact_boundary"):
            self._frame.notice("compaction", notice.compaction(record))
        elif subtype == "api_error":
            self._frame.notice("api_error", notice.retry(record))
        elif subtype == "turn_duration":
            lasted = {"what": "turn_duration", "duration_s": notice.seconds(record.get("durationMs"))}
            self._frame.notice("other", notice.present(lasted))
            self._rested("turn_duration")
        elif subtype == "informational":
            blocked = notice.blocked_prompt(record)
            if blocked:
                self._frame.notice("denial", blocked)
                self._rested("prompt_blocked")
        elif subtype == "local_command":
            self._said(prompt.understood(record, text(record.get("content"))))

    def _attachment(self, record: dict[str, Any]) -> None:
        self._envelope(record)
        said = notice.part(record, "attachment")
        if said.get("type") == "queued_command":
            self._queued(said)
        elif notice.ending(said):
            self._rested(notice.ending(said))
        else:
            data = notice.hook(said)
            if data:
                self._frame.notice("other", data)

    def _queued(self, said: dict[str, Any]) -> None:
        """What was typed or reported while the agent was busy, and reached it in the middle of a turn."""
        words = prompt.body(said.get("prompt"))
        if said.get("commandMode") == "task-notification" or prompt.understood(said, words).kind == "task":
            self._frame.notice("task", prompt.task(words))
        elif words and not self._frame.agent_id:
            self._frame.emit("turn", self._frame.turn(words, "human"))

    def _summary(self, record: dict[str, Any]) -> None:
        title = text(record.get("summary"))
        if title and (session := self._sessions.titled(text(record.get("leafUuid")), title)):
            self._frame.session = session
            self._titled(title, "summary")

    def _named(self, record: dict[str, Any]) -> None:
        for field, fact in _NAMES.items():
            if name := text(record.get(field)):
                self._titled(name, text(record.get("type")), fact)

    def _cost_state(self, record: dict[str, Any]) -> None:
        self._frame.notice("recorded_cost", notice.recorded_cost(record))

    def _pr_link(self, record: dict[str, Any]) -> None:
        self._frame.notice("other", notice.present({"what": "pr_link", "url": text(record.get("prUrl"))}))

    # -- what lines show

    def _envelope(self, record: dict[str, Any], model: str = "") -> None:
        """Facts that nearly every line carries; those of sub-agents are their own affair."""
        frame = self._frame
        session = frame.session
        waiting = self._sessions.passed(text(record.get("uuid")), session)
        if frame.agent_id or (
            frame.said is not None
            and frame.said == self._enveloped
            and not waiting
            and (not model or model == self._model)
        ):
            return
        before = self._sessions.fact(session, "model")
        changed = model if model != before else ""
        self._enveloped, self._model = (frame.said or ()) if frame.timed else (), model or before
        cwd, payer = text(record.get("cwd")), text(record.get("requestSessionId"))
        facts = {
            "cwd": cwd,
            "project": self._start.project(cwd),
            "branch": text(record.get("gitBranch")),
            "version": text(record.get("version")),
            "entrypoint": text(record.get("entrypoint")),
            "forked_from": payer if payer != session else "",
            "title": waiting,
            "model": changed,
        }
        self._sessions.note(session, facts)
        self._news()
        if waiting:
            frame.notice("title", {"title": waiting, "by": "summary"})
        if changed and before:
            frame.notice("model", {"from": before, "to": changed})

    def _news(self) -> None:
        if self._frame.session and self._frame.timed and (facts := self._sessions.news(self._frame.session)):
            self._frame.emit("session", facts)

    def _titled(self, title: str, by: str, fact: str = "title") -> None:
        self._sessions.note(self._frame.session, {fact: title})
        self._frame.notice("title", {fact: title, "by": by})
        self._news()

    def _spent(self, record: dict[str, Any]) -> None:
        self._responses.see(record, self._bytes)

    def _call(self, block: dict[str, Any], response: str) -> None:
        tool, key, given = text(block.get("name")) or "unknown", text(block.get("id")), block.get("input")
        given = given if type(given) is dict else {} if given is None else {"value": given}
        if len(self._tools) >= _CALLS_KEPT:
            del self._tools[next(iter(self._tools))]
        self._tools[key] = tool
        hashed = digest([tool, given])
        made: dict[str, Any] = {"id": key, "tool": tool, "input": given, "input_hash": hashed, "response": response}
        made.update(self._frame.place)
        if given.get("run_in_background") is True:
            made["background"] = True
        self._frame.emit("call", made)

    def _result(self, block: dict[str, Any], *, alone: bool) -> None:
        made = outcome(block, self._frame.line, alone=alone)
        self._frame.emit("result", made)
        tool = self._tools.pop(made["call"], "")
        denied = made.get("denied")
        if denied:
            self._frame.notice("denial", notice.present({"of": "call", "call": made["call"], "tool": tool}) | denied)

    def _rested(self, cause: str) -> None:
        if not self._frame.agent_id:
            self._turns.rested(cause)


_NAMES: Final = {"customTitle": "name", "agentName": "name", "aiTitle": "title"}
_BY_TYPE: Final = {
    "assistant": Reading._assistant,
    "progress": Reading._spent,
    "user": Reading._user,
    "system": Reading._system,
    "attachment": Reading._attachment,
    "summary": Reading._summary,
    "custom-title": Reading._named,
    "ai-title": Reading._named,
    "agent-name": Reading._named,
    "cost-state": Reading._cost_state,
    "pr-link": Reading._pr_link,
}
