"""Records about the past: what was found, what was done."""

from __future__ import annotations

from typing import Annotated, Any, NotRequired

from cctl.records.schema.base import Base, OfSession


class Hit(OfSession):
    """A place where a text was found."""

    id: Annotated[str, "id of the prompt, call, title or summary"]
    kind: Annotated[str, "`turn`, `call`, `title`, `summary` …"]
    snippet: Annotated[str, "the text around it, redacted"]
    score: Annotated[float, "the higher, the better"]
    tool: NotRequired[Annotated[str, "tool of the call"]]
    paths: NotRequired[Annotated[list[str], "files that it was about"]]
    project: NotRequired[Annotated[str, "folder that the session was started in"]]
    title: NotRequired[Annotated[str, "title of the session"]]
    resume: NotRequired[Annotated[list[str], "words of the command that goes on with the session"]]


class Summary(Base):
    """What was done in one project in a stretch of time."""

    project: Annotated[str, "folder"]
    start: NotRequired[Annotated[str, "first thing done"]]
    sessions: Annotated[int, "sessions that did something"]
    turns: Annotated[int, "prompts of people"]
    calls: Annotated[int, "tool calls"]
    commands: Annotated[int, "shell commands among them"]
    errors: Annotated[int, "calls that failed"]
    denied: Annotated[int, "calls that were refused"]
    interrupts: Annotated[int, "times that somebody stopped an agent"]
    compactions: Annotated[int, "times that a context was compacted"]
    api_errors: Annotated[int, "failures of the API"]
    prompts: Annotated[list[dict[str, Any]], "the latest prompts: {ts, session, text}"]
    files: Annotated[list[dict[str, Any]], "files edited most: {path, edits}"]
    files_edited: Annotated[int, "different files edited"]
    tests: Annotated[dict[str, Any], "test runs: {runs, passed, failed, last}"]
    commits: Annotated[list[dict[str, Any]], "commits made: {ts, session, message}"]
    responses: NotRequired[Annotated[int, "API responses paid for"]]
    tokens: NotRequired[Annotated[dict[str, int], "tokens by class and in all"]]
    cost_usd: NotRequired[Annotated[float, "dollars of the priced responses"]]
    estimated: NotRequired[Annotated[bool, "true if part of the cost is an estimate"]]
    unpriced: NotRequired[Annotated[int, "responses without a known price"]]


class Ledger(Base):
    """The head of an exported ledger; spend records follow."""

    ledger: Annotated[str, "id of the ledger that it comes from"]
    responses: Annotated[int, "how many spend records follow"]


RECORDS = {"ledger": Ledger, "hit": Hit, "summary": Summary}
