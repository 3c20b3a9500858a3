"""Agents and programs that cctl starts: one final record a run, and what going on with a session means."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from cctl.records.schema.base import Base, OfSession

Cause = Literal[
    "child", "budget", "unpriced", "tokens", "turns", "responses", "calls", "context", "burn", "timeout", "idle",
    "memory", "signal", "user", "failed", "lost",
]  # fmt: skip


class Run(Base):
    """One run: while it goes on in `run.json` and `run ls`, at its end the record before `end`."""

    run: Annotated[str, "id of the run"]
    status: Annotated[
        Literal["planned", "running", "ended", "lost"],
        "`planned`: not yet started; `lost`: its supervisor died before its end",
    ]
    argv: Annotated[list[str], "the command as it was started"]
    cwd: Annotated[str, "folder it was started in"]
    mode: NotRequired[Annotated[Literal["headless", "pty", "control"], "how the command is joined to the world"]]
    name: NotRequired[Annotated[str, "name given to it"]]
    tags: NotRequired[Annotated[list[str], "tags given to it"]]
    agent: NotRequired[Annotated[str, "`claude`, `codex`, absent for other programs"]]
    session: NotRequired[Annotated[str, "session that it runs, where that is known"]]
    pid: NotRequired[Annotated[int, "process of the command"]]
    process_start: NotRequired[Annotated[str, "start of that process: with the pid, its identity"]]
    supervisor: NotRequired[Annotated[dict[str, Any], "{pid, start} of the process that holds the limits"]]
    started: NotRequired[Annotated[str, "when it was started"]]
    ended: NotRequired[Annotated[str, "when it ended"]]
    duration_s: NotRequired[Annotated[float, "how long it took, by a clock that never jumps"]]
    cause: NotRequired[Annotated[Cause, "why it ended: `child` of itself, else which limit or who stopped it"]]
    exit: NotRequired[Annotated[int, "exit status of `cctl run`"]]
    exit_code: NotRequired[Annotated[int, "exit status of the child, absent when a signal ended it"]]
    signal: NotRequired[Annotated[int, "number of the signal that ended the child"]]
    limits: Annotated[dict[str, float], "limits by name: usd, tokens, turns, responses, calls, context, timeout_s …"]
    enforcement: NotRequired[
        Annotated[Literal["refuse", "stop"], "`refuse`: the next call is refused first; `stop`: it can only be ended"]
    ]
    unasked: NotRequired[
        Annotated[str, "why its client won't ask before a call, and what would change that; for people"]
    ]
    settings: NotRequired[Annotated[dict[str, Any], "settings that its client is given for this run (`--dry-run`)"]]
    state: NotRequired[
        Annotated[Literal["needs_input", "waiting_api"], "while a call waits for a human, or all of it for the API"]
    ]
    waited_s: NotRequired[Annotated[float, "how long a failing API was waited for, in all"]]
    tries: NotRequired[Annotated[int, "how often it was started again after that"]]
    held: NotRequired[Annotated[list[dict[str, Any]], "calls that wait for one: {call, tool, input, since}"]]
    refused: NotRequired[Annotated[int, "calls that were refused because a limit was reached"]]
    used: NotRequired[Annotated[dict[str, float], "what was used of each, in the same units"]]
    cost_usd: NotRequired[Annotated[float, "dollars, sub-agents included, of the priced responses since the start"]]
    tokens: NotRequired[Annotated[dict[str, int], "tokens by class"]]
    responses: NotRequired[Annotated[int, "API responses paid for"]]
    estimated: NotRequired[Annotated[bool, "true if part of the cost is an estimate"]]
    unpriced: NotRequired[Annotated[int, "responses without a known price"]]
    usage: NotRequired[
        Annotated[Literal["exact", "estimated", "none"], "`none`: nothing tells what it spends; `estimated`: guessed"]
    ]
    budgets: NotRequired[
        Annotated[list[dict[str, Any]], "limits that it shares (`--dry-run`): {scope, key, limit_usd, spent_usd}"]
    ]
    steps: NotRequired[
        Annotated[list[dict[str, Any]], "what was sent to stop it, all within `--grace`: {signal, pids, after_s}"]
    ]
    orphans: NotRequired[Annotated[list[dict[str, Any]], "processes of the tree that live on: {pid, start, name}"]]
    peak_rss_bytes: NotRequired[Annotated[int, "most memory that the tree was seen to use"]]
    peak_processes: NotRequired[Annotated[int, "most processes of it that were seen at once"]]
    read_bytes: NotRequired[Annotated[int, "read from disks by the command and the children it waited for"]]
    written_bytes: NotRequired[Annotated[int, "written to disks by them"]]
    cpu_s: NotRequired[Annotated[float, "processor time of the command and of the children it waited for"]]
    summary: NotRequired[
        Annotated[
            dict[str, Any], "what its agent did: {prompts, prompt, calls, tools, errors, denied, files, message …}"
        ]
    ]
    git: NotRequired[Annotated[dict[str, Any], "{before, after, commits, changed, added, removed, …}"]]
    resume: NotRequired[Annotated[list[str], "words of the command that goes on with its session"]]
    env: NotRequired[Annotated[list[str], "names of the variables that the command was given, where chosen"]]
    output: NotRequired[Annotated[dict[str, str], "where its output lies: {stdout, stderr}"]]
    message: NotRequired[Annotated[str, "more, for people; not stable"]]


class Permission(OfSession):
    """A call that the client asked about under `run --control`: what was answered, or that it waits for a human."""

    run: Annotated[str, "id of the run"]
    call: Annotated[str, "the agent's id of the call"]
    tool: Annotated[str, "name of the tool"]
    input: Annotated[dict[str, Any], "its input, as the agent sent it"]
    state: Annotated[Literal["needs_input", "allowed", "denied"], "`needs_input`: until `run answer`"]
    verdict: Annotated[dict[str, Any], "the judgement behind it: {decision, by, reason, …}; `by: human` for answers"]


class Resume(OfSession):
    """What going on with a session means: the command, where, and what reading its context again will cost."""

    argv: Annotated[list[str], "words of the command"]
    cwd: Annotated[str, "folder to start it in: its agent finds the session only there"]
    state: NotRequired[Annotated[str, "what the session is doing now"]]
    model: NotRequired[Annotated[str, "model of its latest response"]]
    context_tokens: NotRequired[Annotated[int, "tokens that the first request will send again"]]
    cache: Annotated[Literal["warm", "cold", "unknown"], "whether the provider still has them in its cache"]
    cache_expires: NotRequired[Annotated[str, "when the cache goes cold, or went"]]
    cost_usd: NotRequired[Annotated[float, "dollars for reading the context once; absent when the price is unknown"]]
    warm_usd: NotRequired[Annotated[float, "the same with a warm cache"]]
    cold_usd: NotRequired[Annotated[float, "the same with a cold cache"]]
    estimated: Annotated[bool, "always true: it is a forecast"]
    spent_usd: NotRequired[Annotated[float, "dollars spent by the session so far"]]


RECORDS = {"run": Run, "permission": Permission, "resume": Resume}
