"""What agents did: sessions, turns, calls, results, spend."""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired, TypedDict

from cctl.records.schema.base import OfSession


class Tokens(TypedDict):
    """Tokens by class; classes that were not used may be absent on spend records."""

    input: Annotated[int, "uncached input"]
    output: Annotated[int, "output, thinking included"]
    cache_write_5m: Annotated[int, "written to the five-minute cache"]
    cache_write_1h: Annotated[int, "written to the one-hour cache"]
    cache_read: Annotated[int, "read from the cache"]
    total: NotRequired[Annotated[int, "the sum of the five"]]


class Session(OfSession):
    """A session: what is known of it where this record stands in the stream."""

    project: NotRequired[Annotated[str, "folder that the session was started in"]]
    cwd: NotRequired[Annotated[str, "current folder"]]
    branch: NotRequired[Annotated[str, "git branch"]]
    name: NotRequired[Annotated[str, "name given by the user or the agent"]]
    title: NotRequired[Annotated[str, "title or first prompt, redacted"]]
    version: NotRequired[Annotated[str, "version of the client"]]
    entrypoint: NotRequired[Annotated[str, "`cli`, `sdk-cli`, `exec` …"]]
    model: NotRequired[Annotated[str, "model of the latest response"]]
    models: NotRequired[Annotated[list[str], "all models used"]]
    parent: NotRequired[Annotated[str, "session that started this one"]]
    forked_from: NotRequired[Annotated[str, "session that this one is a fork of"]]
    forks: NotRequired[Annotated[list[str], "sessions that are forks of this one"]]
    state: NotRequired[
        Annotated[
            Literal["processing", "needs_input", "waiting_input", "idle", "finished", "unknown"],
            "what the session is doing",
        ]
    ]
    since: NotRequired[Annotated[str, "when it began to do that"]]
    because: NotRequired[Annotated[str, "which evidence said so: `process`, `registry`, `hook`, `transcript`, `clock`"]]
    weak: NotRequired[Annotated[bool, "true if the state is a guess: enough to notify, never to act"]]
    change: NotRequired[
        Annotated[str, "why `watch` says this now: `snapshot`, `appeared`, a state, `conflict`, `gone`, `beat`"]
    ]
    waiting_for: NotRequired[
        Annotated[
            dict[str, Any], "what it needs: {kind: permission|question|plan|user|dialog, tool?, input?, call?, guess?}"
        ]
    ]
    pending: NotRequired[Annotated[list[dict[str, Any]], "calls without a result: {id, tool, input, age_s, agent_id?}"]]
    background: NotRequired[Annotated[list[dict[str, Any]], "running background tasks: {id, kind, tool?, age_s}"]]
    subagents: NotRequired[
        Annotated[list[dict[str, Any]], "{agent_id, active, last, subagent?, cost_usd?, tokens}, running ones first"]
    ]
    conflicts: NotRequired[
        Annotated[
            list[dict[str, Any]],
            "files that another session writes too: {path, session, since, first, predicted?}; `first`: this one had "
            "it before; `predicted`: a call that has not run",
        ]
    ]
    pid: NotRequired[Annotated[int, "process"]]
    process_start: NotRequired[
        Annotated[str, "start of the process as the system tells it: with the pid, its identity"]
    ]
    cpu_ratio: NotRequired[Annotated[float, "processor use of the process tree, in cores"]]
    rss_bytes: NotRequired[Annotated[int, "memory of the process tree"]]
    processes: NotRequired[Annotated[int, "processes in the tree"]]
    worktree: NotRequired[Annotated[str, "top folder of the git work tree"]]
    context_tokens: NotRequired[Annotated[int, "tokens in the context of the latest response"]]
    context_window: NotRequired[Annotated[int, "size of the model's context"]]
    context_ratio: NotRequired[Annotated[float, "share of the context that is used"]]
    compaction_tokens: NotRequired[Annotated[int, "tokens until the agent compacts its context"]]
    compaction_turns: NotRequired[Annotated[int, "responses until then, at the latest growth"]]
    compactions: NotRequired[Annotated[int, "compactions so far"]]
    cache_expires: NotRequired[Annotated[str, "when the prompt cache goes cold"]]
    burn_usd_per_h: NotRequired[Annotated[float, "dollars an hour, over the last minutes"]]
    expires: NotRequired[Annotated[str, "when the agent may delete the transcript"]]
    start: NotRequired[Annotated[str, "first record"]]
    last: NotRequired[Annotated[str, "latest record"]]
    duration_s: NotRequired[Annotated[float, "from first to latest record"]]
    turns: NotRequired[Annotated[int, "prompts"]]
    calls: NotRequired[Annotated[int, "tool calls"]]
    errors: NotRequired[Annotated[int, "calls that failed; refused ones are not among them"]]
    edits: NotRequired[Annotated[int, "calls that changed a file"]]
    responses: NotRequired[Annotated[int, "API responses paid for"]]
    tokens: NotRequired[Annotated[Tokens, "tokens spent"]]
    cost_usd: NotRequired[Annotated[float, "dollars, of the priced responses"]]
    estimated: NotRequired[Annotated[bool, "true if part of the cost is an estimate"]]
    unpriced: NotRequired[Annotated[int, "responses without a known price"]]
    lifetime_cost_usd: NotRequired[Annotated[float, "dollars since it began, also outside of the window"]]
    denied: NotRequired[Annotated[int, "calls that were refused"]]
    ended: NotRequired[Annotated[str, "`finished`, `interrupted`, `api_error`, `unanswered`: how its last turn went"]]
    resume: NotRequired[Annotated[list[str], "words of the command that goes on with it"]]
    transcript: NotRequired[Annotated[str, "its transcript, while there is one"]]
    deleted_in_days: NotRequired[Annotated[int, "days until the agent deletes its transcript"]]
    spend: NotRequired[Annotated[list[dict[str, Any]], "spend cells: quarter of an hour × model"]]


class Turn(OfSession):
    """A prompt: the start of a turn."""

    id: Annotated[str, "id of the prompt record"]
    prompt: Annotated[str, "the text"]
    source: NotRequired[Annotated[str, "`human`, `sdk`, `system`, `task_notification`, `command`"]]
    cwd: NotRequired[Annotated[str, "folder"]]
    branch: NotRequired[Annotated[str, "git branch"]]
    mode: NotRequired[Annotated[str, "permission mode"]]


class Message(OfSession):
    """Text that the agent wrote for its user."""

    id: Annotated[str, "id of the response"]
    text: Annotated[str, "the text"]


class Call(OfSession):
    """One tool use, proposed or made."""

    id: NotRequired[Annotated[str, "the agent's id of the call"]]
    tool: Annotated[str, "name of the tool"]
    tool_raw: NotRequired[
        Annotated[str, "the agent's own name of it, where `tool` is a common one: Codex's `exec_command` is `Bash`"]
    ]
    input: Annotated[dict[str, Any], "its input, as the agent sent it"]
    options: NotRequired[
        Annotated[dict[str, Any], "what `tool` has no input for, such as Codex's `sandbox_permissions`"]
    ]
    input_hash: NotRequired[Annotated[str, "hash of tool and input: equal calls have equal hashes"]]
    response: NotRequired[Annotated[str, "id of the response (spend record) that asked for it"]]
    cwd: NotRequired[Annotated[str, "folder"]]
    branch: NotRequired[Annotated[str, "git branch"]]
    background: NotRequired[Annotated[bool, "true if it runs in the background"]]
    facts: NotRequired[Annotated[dict[str, Any], "what a judge may know of the world; then nothing is looked up"]]
    verdict: NotRequired[Annotated[dict[str, Any], "the judgement, when there is one"]]


class Result(OfSession):
    """What came of a call."""

    call: Annotated[str, "id of the call"]
    error: Annotated[bool, "true if it failed or was refused"]
    text: NotRequired[Annotated[str, "what came back, cut to a limit"]]
    bytes: NotRequired[Annotated[int, "size of what came back, uncut"]]
    hash: NotRequired[Annotated[str, "hash of what came back: equal results have equal hashes"]]
    exit_code: NotRequired[Annotated[int, "of a command"]]
    duration_s: NotRequired[Annotated[float, "how long it took"]]
    denied: NotRequired[Annotated[dict[str, Any], "who refused it: {by: rule|hook|human|unknown, reason}"]]
    accepted: NotRequired[Annotated[dict[str, Any], "who let it through: {by: rule|hook|human|mode, scope}"]]
    interrupted: NotRequired[Annotated[bool, "true if it was stopped"]]
    background: NotRequired[Annotated[str, "id of the background task that it started"]]
    patches: NotRequired[
        Annotated[
            list[dict[str, Any]],
            "files changed: {path, kind, to?, added, removed, cut?, hunks: [{old_start, old_lines, new_start, "
            "new_lines, lines}]}; `cut` when not all lines are shown",
        ]
    ]


class Claim(TypedDict):
    """A session that holds a response, and may have paid for it."""

    session: Annotated[str, "id of the session"]
    agent_id: NotRequired[Annotated[str, "id of the sub-agent"]]
    subagent: NotRequired[Annotated[str, "type of the sub-agent"]]
    project: NotRequired[Annotated[str, "folder that the session was started in"]]
    cwd: NotRequired[Annotated[str, "folder"]]
    branch: NotRequired[Annotated[str, "git branch"]]
    paid: NotRequired[Annotated[bool, "true if the transcript names this session as the payer"]]
    copy: NotRequired[Annotated[bool, "true if it stands in the transcript of another session"]]
    path: NotRequired[Annotated[str, "transcript that it was read from"]]
    at: NotRequired[Annotated[int, "byte offset of the line in it"]]


class Spend(OfSession):
    """One API response: what it used and cost."""

    id: Annotated[str, "id of the response; records of one id are one response: merge field by field to the maximum"]
    model: Annotated[str, "model that answered"]
    tokens: Annotated[Tokens, "tokens by class"]
    speed: NotRequired[Annotated[str, "`fast`, when it was"]]
    geo: NotRequired[Annotated[str, "region that inference was bound to"]]
    web_searches: NotRequired[Annotated[int, "web searches billed"]]
    tools: Annotated[list[str], "tools called by it, one entry a call"]
    subagent: NotRequired[Annotated[str, "type of the sub-agent"]]
    project: NotRequired[Annotated[str, "folder that the session was started in"]]
    cwd: NotRequired[Annotated[str, "folder"]]
    branch: NotRequired[Annotated[str, "git branch"]]
    cost_usd: NotRequired[Annotated[float, "dollars; absent when the price is unknown"]]
    estimated: NotRequired[Annotated[bool, "true if tokens or price are a guess"]]
    recorded_cost_usd: NotRequired[Annotated[float, "what the transcript itself says it cost (old releases)"]]
    paid_by: NotRequired[Annotated[Literal["recorded"], "`recorded` when the transcript itself names who paid"]]
    calls: NotRequired[
        Annotated[str, "of `ledger export`: its calls with time, place and a hash, a line for each sighting"]
    ]
    claims: NotRequired[Annotated[list[Claim], "of `ledger export`: the sessions that hold it"]]


class Notice(OfSession):
    """Something else that the transcript says and a supervisor wants to know."""

    kind: Annotated[
        Literal[
            "rest",
            "compaction",
            "api_error",
            "interrupt",
            "title",
            "recorded_cost",
            "task",
            "model",
            "denial",
            "other",
        ],
        "what",
    ]
    data: NotRequired[Annotated[dict[str, Any], "details by kind"]]


RECORDS = {
    "session": Session,
    "turn": Turn,
    "message": Message,
    "call": Call,
    "result": Result,
    "spend": Spend,
    "notice": Notice,
}
