"""Records about the stream itself: its end, its errors, what was done, what a gate found."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from cctl.records.schema.base import Base, OfSession, Src


class End(Base):
    """The last record of every finite source: it tells "finished" from "died"."""

    of: Annotated[str, "the verb that ended"]
    records: Annotated[int, "records before this one"]
    errors: Annotated[int, "error records among them"]
    exit: Annotated[int, "the exit status that the source ends with"]
    skipped: NotRequired[Annotated[dict[str, int], "what was passed over, by reason"]]


class Error(Base):
    """A record that could not be read or made; the stream goes on."""

    code: Annotated[str, "stable slug; `cctl explain SLUG` says more"]
    message: Annotated[str, "for people; not stable"]
    src: NotRequired[Annotated[Src, "the place"]]


class Skip(Base):
    """Something in a transcript that was passed over, named under `--audit`."""

    reason: Annotated[str, "why: `duplicate`, `superseded`, `synthetic`, `bad_json`, `unknown_type:NAME` …"]
    src: Annotated[Src, "the place"]
    id: NotRequired[Annotated[str, "id of the response that it tells again"]]


class Done(Base):
    """What an action did to one target."""

    action: Annotated[str, "`delete`, `archive`, `notify`, `deny`, `interrupt`, `terminate` …"]
    status: Annotated[Literal["ok", "notneeded", "impossible", "error"], "how it went"]
    target: Annotated[str, "what it was done to: a path, a session, an address"]
    dry_run: NotRequired[Annotated[bool, "true if nothing was changed"]]
    reason: NotRequired[Annotated[str, "why, or why not"]]
    session: NotRequired[Annotated[str, "the session it was done to"]]
    agent: NotRequired[Annotated[str, "its agent"]]
    bytes: NotRequired[Annotated[int, "bytes freed or written"]]
    files: NotRequired[Annotated[int, "files deleted"]]
    archived_bytes: NotRequired[Annotated[int, "size of the archive"]]
    diff: NotRequired[Annotated[str, "the change, as a unified diff without secrets"]]
    evidence: NotRequired[Annotated[list[str], "ids of the records that caused it"]]
    steps: NotRequired[Annotated[list[dict[str, Any]], "what was done in order: {signal, pids, after_s}"]]
    remained: NotRequired[Annotated[list[dict[str, Any]], "processes that could not be ended: {pid, name}"]]
    attempts: NotRequired[Annotated[int, "how often it was tried"]]


class Breach(Base):
    """One limit of a gate that did not hold (inside `gate.breaches`)."""

    limit: Annotated[str, "the option that set it"]
    allowed: Annotated[float, "the limit"]
    found: Annotated[float, "what the stream holds"]
    by: Annotated[list[str], "ids of the records that weigh most"]
    session: NotRequired[Annotated[str, "the session that broke it, under `--each`"]]
    message: NotRequired[Annotated[str, "more, for people; not stable"]]
    src: NotRequired[Annotated[list[Src], "where those records were read"]]


class Gate(Base):
    """The verdict of a gate over a whole stream."""

    passed: Annotated[bool, "true if nothing was breached"]
    exit: Annotated[int, "the exit status"]
    breaches: Annotated[list[dict[str, Any]], "what was breached, by which records"]
    judged: Annotated[int, "records that counted"]
    cost_usd: NotRequired[Annotated[float, "dollars that counted"]]
    tokens: NotRequired[Annotated[int, "tokens that counted"]]
    unpriced: NotRequired[Annotated[int, "responses without a known price"]]
    estimated: NotRequired[Annotated[bool, "true if part of the cost is an estimate"]]
    errors: NotRequired[Annotated[int, "calls that failed; refused ones are not among them"]]
    turns: NotRequired[Annotated[int, "prompts"]]
    sessions: NotRequired[Annotated[int, "sessions that counted"]]
    versus: NotRequired[Annotated[dict[str, Any], "today against the mean of the days before, in dollars"]]
    bad_records: NotRequired[Annotated[int, "error records in the stream"]]
    skipped: NotRequired[Annotated[dict[str, int], "spend that could not be counted, by reason"]]


class Evidence(OfSession):
    """What state needs and transcripts lack: process, registry, hook, clock."""

    kind: Annotated[Literal["process", "registry", "hook", "clock"], "where it comes from"]
    data: Annotated[dict[str, Any], "what was seen"]


RECORDS = {"end": End, "error": Error, "skip": Skip, "done": Done, "gate": Gate, "evidence": Evidence}
