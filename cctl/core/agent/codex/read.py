"""Every line of a rollout as records: sessions, turns, messages, calls, results, spend, notices.

Codex tells most things twice, and a fork's file may open with a copy of its parent's: each is told once, by the line
or the file that it belongs to. What is passed over is counted by name.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from cctl.core.agent.codex.kind import QUIET, SPEND, kind_of
from cctl.core.agent.codex.maker import Maker
from cctl.core.agent.codex.meter import COPIED, NO_TIME
from cctl.core.agent.codex.note import Note
from cctl.core.agent.codex.scan import BOM, COMPRESSED, TOO_DEEP, ZSTD
from cctl.core.agent.codex.talk import Talk
from cctl.core.agent.codex.work import Work
from cctl.core.agent.spec import Origin
from cctl.core.moment import epoch_ms
from cctl.records import codec
from cctl.records.schema import Record

_Teller = Callable[[dict[str, Any]], list[Record]]


class Rollout:
    """A reader for one file."""

    def __init__(self, origin: Origin) -> None:
        self.skipped: dict[str, int] = {}
        self._maker = Maker(origin)
        self._work = Work(self._maker)
        self.tellers = _tellers(Talk(self._maker), self._work, Note(self._maker))
        self._packed = False

    def read(self, line: bytes, number: int) -> list[Record]:
        """The records of one whole line."""
        self._maker.number = number
        if number == 1:
            self._packed = line.startswith(ZSTD)
            line = line.removeprefix(BOM)
        if self._packed:
            if number > 1:
                return []
            self._skip(COMPRESSED)
            return [self._maker.error(COMPRESSED, "a compressed rollout; unpack it to read it")]
        try:
            return self._told(codec.decode(line))
        except codec.BadLine as bad:
            self._skip(bad.code if line.strip() else "")
        except RecursionError:
            self._skip(TOO_DEEP)
        return []

    def finish(self) -> list[Record]:
        """What is left to say at the end of a finite file."""
        return self._work.left()

    def _told(self, line: dict[str, Any]) -> list[Record]:
        kind, meter, ms = kind_of(line), self._maker.meter, epoch_ms(line.get("timestamp"))
        self._maker.ms = ms if ms >= 0 else self._maker.ms
        spent = meter.feed(line, 0) if meter.heeds(kind) else ""
        ordinal = line.get("ordinal")
        records: list[Record] = []
        if kind != "session_meta" and meter.lineage.is_copy(ordinal if type(ordinal) is int else -1, ms):
            spent = spent or (COPIED if kind in self.tellers else "")
        elif kind in self.tellers:
            records = [record for teller in self.tellers[kind] for record in teller(line["payload"])]
        elif kind not in SPEND and kind not in QUIET:
            self._skip(unknown(kind))
        if isinstance(spent, str):
            self._skip(spent)
        else:
            records.append(self._maker.spend(spent))
        if records and self._maker.ms < 0:
            self._skip(NO_TIME)
            return []
        return records

    def _skip(self, reason: str) -> None:
        if reason:
            self.skipped[reason] = self.skipped.get(reason, 0) + 1


def unknown(kind: str) -> str:
    """Why a line of a kind that nobody knows tells nothing."""
    return f"unknown_type:{kind}" if kind else "no_kind"


@cache
def kinds() -> frozenset[str]:
    """The kinds that records are made of."""
    return frozenset(Rollout(Origin()).tellers)


def _tellers(talk: Talk, work: Work, note: Note) -> dict[str, tuple[_Teller, ...]]:
    """Who tells of which kind of line; the order of several is the order of their records."""
    item = "event_msg/item_completed"
    return {
        "session_meta": (talk.session,),
        "turn_context": (talk.turn, note.model),
        "compacted": (note.compacted,),
        "response_item/message": (talk.message,),
        "response_item/function_call": (work.call,),
        "response_item/custom_tool_call": (work.call,),
        "response_item/local_shell_call": (work.call,),
        "response_item/web_search_call": (work.call,),
        "response_item/tool_search_call": (work.call,),
        "response_item/image_generation_call": (work.call,),
        "response_item/function_call_output": (work.output,),
        "response_item/custom_tool_call_output": (work.output,),
        "response_item/tool_search_output": (work.output,),
        "event_msg/user_message": (talk.user_event,),
        "event_msg/agent_message": (talk.agent_event,),
        "event_msg/task_started": (note.started,),
        "event_msg/turn_started": (note.started,),
        "event_msg/task_complete": (note.rest,),
        "event_msg/turn_complete": (note.rest,),
        "event_msg/turn_aborted": (note.interrupt,),
        "event_msg/error": (note.failed,),
        "event_msg/stream_error": (note.retried,),
        "event_msg/context_compacted": (note.compaction,),
        "event_msg/token_count": (note.quotas,),
        "event_msg/thread_name_updated": (talk.renamed,),
        "event_msg/thread_rolled_back": (note.other,),
        "event_msg/thread_goal_updated": (note.other,),
        "event_msg/entered_review_mode": (note.other,),
        "event_msg/exited_review_mode": (note.other,),
        "event_msg/model_reroute": (note.other,),
        "event_msg/sub_agent_activity": (note.agent,),
        "event_msg/exec_command_end": (work.event,),
        "event_msg/patch_apply_end": (work.event,),
        "event_msg/mcp_tool_call_end": (work.event,),
        f"{item}/UserMessage": (talk.user_item,),
        f"{item}/AgentMessage": (talk.agent_item,),
        f"{item}/CommandExecution": (work.item,),
        f"{item}/FileChange": (work.item,),
        f"{item}/McpToolCall": (work.item,),
        f"{item}/ContextCompaction": (note.compaction,),
        f"{item}/HookPrompt": (note.other,),
        f"{item}/SubAgentActivity": (note.agent,),
        f"{item}/CollabAgentToolCall": (note.agents,),
    }
