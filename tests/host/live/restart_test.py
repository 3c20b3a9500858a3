"""A watch that is killed at any moment and goes on from its cursor: nothing is lost, and what comes twice is the same.

What it had told by the time of its cursor is told; what came after may be told again. All runs together must have told
every record that a single reading of the files tells, under the same identity.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cctl.core.agent import agents
from cctl.core.agent.spec import Origin
from cctl.core.state.seen import mark
from cctl.host.live.cursor import Cursor
from cctl.records.schema import Record
from tests.host.live.home import S1, S2, Home, Watching

WORK = ("turn", "message", "call", "result", "spend", "notice")


def command(home: Home, session: str) -> list[bytes]:
    """A slash command, of which only the next line tells what it was."""
    return [home.prompt("<command-name>/init</command-name>", session)]


def thought(home: Home, session: str) -> list[bytes]:
    """An answer without text, whose rest only the next line tells."""
    return [home.answer({"type": "thinking", "thinking": "hm"}, session=session, stop="end_turn")]


def calling(home: Home, session: str) -> list[bytes]:
    key = f"t{home.ms}"
    return [home.call("Bash", key, session), home.result(key, "ok", session)]


def grown(home: Home, session: str) -> list[bytes]:
    """A response in two lines, the second with more of it."""
    line = home.answer({"type": "text", "text": "a"}, session=session)
    return [line.replace(b'"output_tokens": 100', b'"output_tokens": 1'), line]


MAKERS: list[Callable[[Home, str], list[bytes]]] = [
    lambda home, session: [home.prompt("go", session)],
    lambda home, session: [home.rest(session)],
    command,
    thought,
    calling,
    grown,
]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.sampled_from(range(len(MAKERS))), st.booleans()),
        st.tuples(st.just("tear"), st.sampled_from(range(len(MAKERS))), st.booleans()),
        st.tuples(st.sampled_from(("step", "note", "kill")), st.just(0), st.booleans()),
    ),
    max_size=25,
)


def identity(record: Record) -> tuple[str, ...]:
    """What tells a record of a transcript from every other, also from a later sighting that says more."""
    return (str(record["session"]), str(record["type"]), mark(record), str(record.get("tokens")))


def whole(home: Home) -> set[tuple[str, ...]]:
    """All that the files hold, read once from end to end and not finished: a line may still come."""
    found = set()
    for path in home.projects.glob("*.jsonl"):
        reader = agents()["claude"].open(Origin(str(path), path.stem, folder="-p"))
        for number, line in enumerate(path.read_bytes().split(b"\n")[:-1], 1):
            found |= {identity(record) for record in reader.read(line, number) if record["type"] in WORK}
    return found


def steps(*words: str) -> list[tuple[str, int, bool]]:
    """Steps by name: `command`, `thought` … are written, the others done."""
    names = {maker.__name__: at for at, maker in enumerate(MAKERS)}
    return [("write", names[word], False) if word in names else (word, 0, False) for word in words]


@example(steps("command", "note", "kill", "calling"), True)
@example(steps("command", "note", "kill", "calling"), False)
@example(steps("thought", "note", "kill", "calling"), False)
@example(steps("calling", "note", "grown", "kill", "calling"), True)
@example(steps("calling", "note", "grown", "kill"), True)
@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS, st.booleans())
def test_nothing_is_lost(done: list[tuple[str, int, bool]], recent: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder).resolve(), registry=False)
        cursor, told = Cursor(f"{folder}/cursor"), set[tuple[str, ...]]()
        recent_ms = (1 << 50) * (1 if recent else -1)  # else sessions are followed without having been read
        torn: list[tuple[str, bytes]] = []

        def heard(records: list[Record]) -> None:
            told.update(identity(record) for record in records if record["type"] in WORK)

        def note() -> None:
            cursor.note(watching.live.places(), "", home.second, now=True)

        watching = Watching(home, backfill=0, recent_ms=recent_ms)
        heard(watching.start())
        note()
        for kind, which, second in done:
            home.wait(1)
            session = S2 if second else S1
            if kind in ("write", "tear"):
                data = b"".join(MAKERS[which](home, session))
                cut = len(data) if kind == "write" else len(data) // 2
                for each, rest in [pair for pair in torn if pair[0] == session]:
                    torn.remove((each, rest))
                    home.write(rest, session=session)
                home.write(data[:cut], session=session)
                torn += [(session, data[cut:])] if cut < len(data) else []
            elif kind == "step":
                heard(watching.step())
            elif kind == "note":
                heard(watching.step())
                note()
            else:
                watching.live.close()
                watching = Watching(home, backfill=0, recent_ms=recent_ms)
                heard(watching.start(places=cursor.places()))
        heard(watching.step(31))
        watching.live.close()
        assert whole(home) <= told
