"""What the checks look back on: the recent past of one session, bounded, brought up to date once per record.

Calls are kept by thread (the main one and each sub-agent), because two agents that read the same file do not repeat
each other. Responses are merged by id, so that a stream's repeated lines count once.
"""

from __future__ import annotations

from collections import deque
from typing import Any

from msgspec import Struct, field

from cctl.core.money.paid import Cost
from cctl.core.state.seen import Seen

STEPS = 40  # finished calls kept per thread
RESPONSES = 24  # responses kept
THREADS = 64  # sub-agents kept
SLICE_MS = 30_000  # spend is summed in slices this wide
SLICES = 240  # two hours of them
NOVEL = 512  # result hashes remembered
READS = 256  # read files remembered per thread


class Call(Struct):
    """A call whose result has not come."""

    id: str
    tool: str
    input: dict[str, Any]
    hash: str
    ms: int
    agent_id: str
    background: bool = False


class Step(Struct):
    """A call with its result."""

    id: str
    tool: str
    hash: str  # of tool and input
    result: str  # hash of what came back
    target: str  # what it worked on: a path, an address, the command
    error: bool
    denied: bool
    ms: int  # of the call
    done_ms: int
    edits: bool
    polls: bool
    src: dict[str, Any] | None = None
    steady: str = ""  # the result without its clocks, where the same call had another result before


class Response(Struct):
    """One API response."""

    id: str
    ms: int
    model: str
    tokens: tuple[int, int, int, int, int]  # input, output, write 5m, write 1h, read
    nano: int  # -1: price unknown
    src: dict[str, Any] | None = None
    prompt: int = 0  # tokens that went in

    def __post_init__(self) -> None:
        given, _, short, long, read = self.tokens
        self.prompt = given + short + long + read

    @property
    def written(self) -> int:
        """Tokens written to the cache."""
        return self.tokens[2] + self.tokens[3]


class Lap(Struct):
    """A loop as far as it was seen: it may be longer than the calls that are kept."""

    first: str  # id of its first call
    since_ms: int
    last: str  # id of the latest
    calls: int


class Thread(Struct):
    """The calls of one thread."""

    steps: deque[Step] = field(default_factory=lambda: deque(maxlen=STEPS))
    reads: dict[tuple[str, str], list[str]] = field(default_factory=dict)  # (path, part) → [result, ids …]
    loops: dict[str, Lap] = field(default_factory=dict)  # kind of loop → the one that was seen last


class Task(Struct):
    """A background task."""

    id: str
    kind: str
    ms: int
    command: str = ""
    timeout_s: float = 0.0
    alive_ms: int = 0  # latest sign of life of an agent


class History(Struct):
    """One session."""

    session: str
    cost: Cost | None = None  # prices what records leave unpriced
    seen: Seen = field(default_factory=lambda: Seen(brief=True))
    agent: str = ""
    ms: int = 0  # time of the latest record
    start_ms: int = 0
    calls: dict[str, Call] = field(default_factory=dict)
    threads: dict[str, Thread] = field(default_factory=dict)
    responses: deque[Response] = field(default_factory=lambda: deque(maxlen=RESPONSES))  # of the main thread
    recent: dict[str, tuple[tuple[int, ...], int]] = field(default_factory=dict)  # response → tokens, nano so far
    before: Response | None = None  # main response before the one at hand
    fresh: bool = False  # whether the record at hand is the first sight of its response
    slices: deque[list[int]] = field(default_factory=lambda: deque(maxlen=SLICES))  # [start, nano]
    model: str = ""
    window: int = 0
    prompt: int = 0  # tokens in the context of the latest main response
    epoch: int = 0  # compactions so far
    compactions: deque[tuple[int, int, bool]] = field(default_factory=lambda: deque(maxlen=8))  # (ms, response, auto)
    compacted: bool = False  # since the latest main response
    count: int = 0  # main responses so far
    turn_ms: int = 0
    turn_count: int = 0
    mode: str = ""
    mode_changed: bool = False
    chosen: bool = False  # a command chose a model since the latest response
    turned: bool = False  # a prompt came since the latest main response
    progress_ms: int = 0
    progress_id: str = ""
    since_nano: int = 0  # spent since the last progress
    since_tokens: int = 0
    since_unpriced: bool = False
    since_calls: int = 0
    since_novel: int = 0
    novel: deque[str] = field(default_factory=lambda: deque(maxlen=NOVEL))
    errors: deque[bool] = field(default_factory=lambda: deque(maxlen=100))
    new_tokens: int = 0  # those that did not come from the cache: what does would grow with the context alone
    edit_tokens: list[int] = field(default_factory=list)  # new ones spent for each edit, first five then last five
    tokens_at_edit: int = 0
    tokens: int = 0
    retries: deque[int] = field(default_factory=lambda: deque(maxlen=32))
    failures: int = 0  # final ones in a row
    tasks: dict[str, Task] = field(default_factory=dict)
    waits: bool = False  # the main thread rests
    reread: int = 0  # most identical reads of one part of a file

    def thread(self, agent_id: str) -> Thread:
        """The thread of a sub-agent, or the main one."""
        found = self.threads.get(agent_id)
        if found is None:
            if len(self.threads) >= THREADS:
                del self.threads[next(key for key in self.threads if key)]
            found = self.threads[agent_id] = Thread()
        return found
