"""How much was spent: from rollout lines to rows, one per response of the model.

Files of today hold `token_usage_record`, one per response; older ones only `token_count`, whose totals are repeated
at every refresh of the status line, fall to nothing at times, include the parent's in a fork, and come as copies. The
meter keeps what later lines need, so that a file may be read in pieces; the scan for spend and the reader of records
both use it, which is why they agree.
"""

from __future__ import annotations

from typing import Any, Final
from zlib import crc32

from cctl.core.agent.codex.identity import Identity, identity, numbered
from cctl.core.agent.codex.kind import SPEND, kind_of, named
from cctl.core.agent.codex.lineage import Lineage, Owner
from cctl.core.agent.codex.tool import tool_of
from cctl.core.agent.codex.usage import Usage, less, restored, usage
from cctl.core.agent.spec import Origin, Row
from cctl.core.digest import digest
from cctl.core.moment import epoch_ms

_FAST: Final = frozenset(("fast", "priority"))
_CALLS_KEPT: Final = 256
_RECORDING: Final = (0, 153)  # usage by response: not in 0.152, in 0.154
_CALLS_FIRST: Final = (0, 72)  # calls stand before the usage of their response: not in 0.63, in 0.72

# why a line with usage adds nothing
BAD_USAGE: Final = "bad_usage"  # negative, fractional or no numbers
NO_TIME: Final = "no_time"  # neither it nor any line before it says when
EMPTY: Final = "empty_usage"  # nothing was used
REPEATED: Final = "repeated_total"  # a status refresh without a call
RECORDED: Final = "recorded_elsewhere"  # the file records usage by response
COPIED: Final = "copied"  # of a parent's record, which its own file holds by response
NO_BASE: Final = "unknown_base"  # a fork's first total, which includes its parent's, without what was used last
ROUTINE: Final = frozenset((EMPTY, REPEATED, RECORDED))  # they are in every file; only an audit names them


class Meter:
    """What has been read of one file, as far as spend depends on it."""

    def __init__(self, origin: Origin) -> None:
        self.who: Identity | None = None
        self.lineage = Lineage()
        self.lineage.open(origin.session, -1, [], -1)
        self.fallback = origin.session
        self.cwd = self.model = self.speed = ""
        self.ms = -1
        self.records = False  # the file records usage by response
        self.total: Usage | None = None
        self.root = ""  # thread that the latest id was built on
        self.falls = 0  # of the totals under this root
        self.bare = 0  # usage events without totals
        self.counted = ("", "")  # the latest row that a total made, and the hash of what it was made of
        self.calls: list[str] = []
        self.web = 0
        self.answered = False  # the model has answered in this turn
        self.latest: Row | None = None  # whose calls may follow it, in versions that write them so

    def heeds(self, kind: str) -> bool:
        """Whether a line of this kind must be fed: answers, too, as long as a fork has not shown what it used."""
        return kind in SPEND or (self.doubts and kind.startswith("response_item/"))

    @property
    def doubts(self) -> bool:
        """Whether the next usage event may tell of the parent.

        A fork that copies nothing still knows its parent's totals, and tells them again when the service sends quotas
        at the start of its first answer.
        """
        return self.total is None and not self.records and not self.answered and len(self.lineage.chain) > 1

    def feed(self, line: dict[str, Any], at: int) -> Row | str:
        """Take in one decoded line: the response that it tells of, or why there is none ("" when none was expected)."""
        kind = kind_of(line)
        ms = epoch_ms(line.get("timestamp"))
        self.ms = ms if ms >= 0 else self.ms
        self.lineage.see(ms)
        payload = line["payload"] if kind else {}
        match kind:
            case "event_msg/token_count":
                return self._count(payload, _ordinal(line), at)
            case "token_usage_record":
                return self._record(payload, at)
            case "session_meta":
                self._meta(line)
            case "turn_context":
                self._turn(payload)
                self.model = named(payload.get("model")) or self.model
                self.cwd = named(payload.get("cwd")) or self.cwd
            case "event_msg/task_started" | "event_msg/turn_started":
                self._turn(payload)
            case "event_msg/thread_settings_applied":
                self._settings(payload.get("thread_settings"))
            case "response_item/message":
                self.answered = self.answered or payload.get("role") == "assistant"
            case "response_item/reasoning":
                self.answered = True
            case _ if kind in SPEND:
                self.answered = True
                return self._call(payload)
        return ""

    @property
    def project(self) -> str:
        """Folder that the session was started in."""
        return self.who.project if self.who else ""

    @property
    def branch(self) -> str:
        """Branch at the start; later ones are not told."""
        return self.who.branch if self.who else ""

    def dump(self) -> dict[str, Any]:
        """All of it, as plain values."""
        return {**vars(self), "lineage": self.lineage.dump()}

    @classmethod
    def load(cls, dumped: dict[str, Any]) -> Meter:
        """What `dump` wrote, after a way through JSON."""
        meter = cls(Origin())
        if dumped.keys() != vars(meter).keys():
            raise ValueError("state of another version")
        vars(meter).update(dumped)
        meter.lineage = Lineage.load(dumped["lineage"])
        meter.who = Identity(*dumped["who"]) if dumped["who"] else None
        meter.total = restored(dumped["total"]) if dumped["total"] else None
        meter.counted = (dumped["counted"][0], dumped["counted"][1])
        meter.latest = Row(*dumped["latest"]) if dumped["latest"] else None
        return meter

    def _meta(self, line: dict[str, Any]) -> None:
        told = identity(line, self.fallback)
        if self.who is None:
            self.who = told
            self.cwd = told.project
            self.lineage.open(told.thread, told.born, told.forebears, told.first, spawned=bool(told.agent_id))
        elif not self.lineage.proven or not self.counted[0]:
            # The first line of a forebear, copied: it never becomes who this file is.
            self.lineage.add(told.thread, told.born)
            for forebear in told.forebears:
                self.lineage.add(forebear, -1)

    def _turn(self, payload: dict[str, Any]) -> None:
        self.lineage.enter(payload.get("turn_id"))
        self.calls, self.web, self.answered = [], 0, False  # of a response that failed half-way
        self.latest = None

    def _settings(self, settings: object) -> None:
        if isinstance(settings, dict):
            self.speed = "fast" if named(settings.get("service_tier")) in _FAST else ""
            self.model = self.model or named(settings.get("model"))

    def _call(self, payload: dict[str, Any]) -> Row | str:
        """A call is of the response whose usage follows; in old versions usage came first, and its row grows."""
        name = "".join("_" if each.isspace() or not each.isprintable() else each for each in tool_of(payload)[:128])
        ident = named(payload.get("call_id")) or named(payload.get("id"))
        word = [f"{name}:{crc32(ident.encode()):08x}"] if name else []
        web = _is_search(payload)
        if self.latest:
            self.latest = self.latest._replace(
                tools=" ".join([*self.latest.tools.split(), *word]), web=self.latest.web + web
            )
            return self.latest
        self.calls, self.web = (self.calls + word)[:_CALLS_KEPT], self.web + web
        return ""

    def _record(self, payload: dict[str, Any], at: int) -> Row | str:
        last = usage(payload.get("usage"))
        if last is None:
            return BAD_USAGE
        self.records = True
        if not any(last[:4]):
            return EMPTY
        name = named(payload.get("response_id"))
        if self.counted[0] and self.counted[1] == digest([usage(payload.get("thread_token_usage")), last]):
            name = self.counted[0]  # its token_count came first and has been counted
        thread = named(payload.get("thread_id")) or self.lineage.chain[0]
        session, agent_id = self._place(thread)
        shared = named(payload.get("session_id"))
        if shared and shared != thread:
            session, agent_id = shared, thread
        return self._row(name or f"codex:{digest(payload)}", last, (session, agent_id), session, at)

    def _count(self, payload: dict[str, Any], ordinal: int, at: int) -> Row | str:
        info = payload.get("info")
        if not isinstance(info, dict):
            return ""  # only rate limits
        if self.records:
            return RECORDED
        total, last = usage(info.get("total_token_usage")), usage(info.get("last_token_usage"))
        if total is None and last is None:
            return BAD_USAGE
        owner = self._owner(ordinal, afresh=total == last)
        before, self.total = self.total, total or self.total
        if total is not None and total == before:
            return REPEATED
        if owner.root != self.root:
            self.root, self.falls = owner.root, 0
        if total and before and any(now < then for now, then in zip(total, before, strict=True)):
            self.falls, before = self.falls + 1, None
        elif before is None and last is None and len(self.lineage.chain) > 1:
            return NO_BASE
        if last is None and total is not None:
            last = less(total, before) if before else total
        if last is None or not any(last[:4]):
            return EMPTY
        if owner.copied and self._is_recorded(ordinal):
            return COPIED
        self.model = self.model or named(info.get("model"))
        return self._counted(owner, total, last, at)

    def _owner(self, ordinal: int, *, afresh: bool) -> Owner:
        """Whose a usage event is; `afresh` tells that its totals began with it, as a sub-agent's do."""
        owner = self.lineage.owner(ordinal, self.ms)
        if not self.doubts or owner.copied or not owner.sure or (afresh and self.who and self.who.agent_id):
            return owner
        # Built on the parent's id it becomes the parent's row if it is the parent's, and is a row of its own if not.
        recorded = ordinal >= 0 and self._version() >= _RECORDING
        return owner._replace(root=self.lineage.chain[1], sure=False, copied=recorded)

    def _counted(self, owner: Owner, total: Usage | None, last: Usage, at: int) -> Row | str:
        """A row whose id is made of what was used, never of when: a copy has another time and must be the same row."""
        self.bare += total is None
        name = f"codex:{digest([owner.root, self.falls, total or self.bare, last])}"
        self.counted = (name, digest([total, last]))
        place = self._place(owner.thread)
        return self._row(name, last, place, place[0] if owner.sure else "", at)

    def _is_recorded(self, ordinal: int) -> bool:
        """Whether the client records usage by response, so that a parent's file holds it under other ids."""
        return self._version() >= _RECORDING or (self._version() == (0, 0) and ordinal >= 0)

    def _version(self) -> tuple[int, int]:
        return numbered(self.who.version) if self.who else (0, 0)

    def _place(self, thread: str) -> tuple[str, str]:
        """The session that a thread belongs to, and the thread's id when it is a sub-agent's."""
        if self.who is None or not self.who.agent_id:
            return thread, ""
        if thread == self.who.thread:
            return self.who.session, self.who.agent_id
        # Forebears of a sub-agent are of its session, and all but the session itself are sub-agents.
        return self.who.session, "" if thread == self.who.session else thread

    def _row(self, name: str, used: Usage, place: tuple[str, str], payer: str, at: int) -> Row | str:
        if self.ms < 0:
            return NO_TIME
        everything, cached, written, output = used[:4]  # output includes reasoning: it is never added again
        tools, web = " ".join(self.calls), self.web
        self.calls, self.web = [], 0
        own = self.who is not None and place[1] == self.who.agent_id
        row = Row(
            id=name,
            ms=self.ms,
            model=self.model,
            # Codex counts what it read from and wrote to the cache as input, too.
            input=max(everything - cached - written, 0),
            output=output,
            write_5m=min(written, max(everything - cached, 0)),
            write_1h=0,
            read=min(cached, everything),
            web=web,
            speed=self.speed,
            geo="",
            session=place[0],
            payer=payer,
            agent_id=place[1],
            subagent=self.who.subagent if self.who and own else "",
            project=self.project,
            cwd=self.cwd,
            branch=self.branch,
            tools=tools,
            at=at,
            recorded_nano=-1,
        )
        self.latest = row if (0, 0) < self._version() < _CALLS_FIRST else None
        return row


def _ordinal(line: dict[str, Any]) -> int:
    ordinal = line.get("ordinal")
    return ordinal if type(ordinal) is int and ordinal >= 0 else -1


def _is_search(payload: dict[str, Any]) -> bool:
    """Whether a call is a web search that is billed; opening what was found is not."""
    action = payload.get("action")
    if payload.get("type") != "web_search_call":
        return False
    return not isinstance(action, dict) or action.get("type", "search") == "search"
