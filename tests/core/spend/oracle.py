"""What spend must come to, worked out the slow and obvious way from all sightings at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from hypothesis import strategies as st

from cctl.core.agent.spec import Row
from cctl.core.spend.cell import Response
from tests.fake_agent import row

LATEST = 1 << 60


class Sighting(NamedTuple):
    """A row, and where it was seen."""

    path: str
    row: Row


def responses(sightings: Iterable[Sighting], agent: str = "fake") -> list[Response]:
    """Each response once, for the session that paid, by time and id."""
    seen: dict[str, list[Sighting]] = defaultdict(list)
    for each in sightings:
        seen[each.row.id].append(each)
    may_have_paid = {id: _candidates(all_of_it) for id, all_of_it in seen.items()}
    first_own: dict[str, int] = {}
    for id, candidates in may_have_paid.items():
        ms = _first([each.row.ms for each in seen[id]])
        if len(candidates) == 1 and ms:
            (session,) = candidates
            first_own[session] = min(ms, first_own.get(session, LATEST))
    found = []
    for id, all_of_it in seen.items():
        payer = min(may_have_paid[id], key=lambda session: (first_own.get(session, LATEST), session))
        found.append(_response(id, all_of_it, payer, agent))
    return sorted(found, key=lambda response: (response.ms, response.id))


def _candidates(seen: list[Sighting]) -> set[str]:
    return {each.row.payer for each in seen if each.row.payer} or {each.row.session for each in seen}


def _first(times: list[int]) -> int:
    return min([ms for ms in times if ms] or [0])


def _response(id: str, seen: list[Sighting], payer: str, agent: str) -> Response:
    rows = [each.row for each in seen]
    evidence = min(
        (each for each in seen if (each.row.payer or each.row.session) == payer),
        key=lambda each: (
            bool(each.row.payer) and each.row.payer != each.row.session,
            each.row.agent_id != "",
            each.row.subagent == "",
            each.path,
            each.row.at,
            each.row[13:18],
        ),
    )
    calls: dict[str, tuple[int, int, int, str]] = {}
    for each in rows:
        for place, call in enumerate(each.tools.split()):
            name, _, key = call.rpartition(":")
            calls[key] = min(calls.get(key, (LATEST, 0, 0, "")), (each.ms, each.at, place, name))
    told = evidence.row
    return Response(
        id,
        _first([each.ms for each in rows]),
        agent,
        max(each.model for each in rows),
        max(each.input for each in rows),
        max(each.output for each in rows),
        max(each.write_5m for each in rows),
        max(each.write_1h for each in rows),
        max(each.read for each in rows),
        max(each.web for each in rows),
        speed=max(each.speed for each in rows),
        geo=max(each.geo for each in rows),
        session=payer,
        agent_id=told.agent_id,
        subagent=told.subagent,
        project=told.project,
        cwd=told.cwd,
        branch=told.branch,
        tools=tuple(name for _, _, _, name in sorted(calls.values())),
        recorded_nano=max(each.recorded_nano for each in rows),
        path=evidence.path,
        at=told.at,
    )


@st.composite
def files(draw: st.DrawFn, most: int = 5) -> dict[str, list[Row]]:
    """Transcripts full of copies: the same few responses in several files, sessions, sub-agents and stages."""
    made: dict[str, list[Row]] = {}
    for place in range(draw(st.integers(1, most))):
        owner = draw(st.sampled_from("abc"))
        rows = []
        for at in range(draw(st.integers(0, 6))):
            number = draw(st.integers(0, 5))
            payer = draw(st.sampled_from(["", "", "", "a", "b"]))
            called = draw(
                st.sampled_from(["", "", f"Bash:{number}a", f"Read:{number}b", f"Bash:{number}a Read:{number}b"])
            )
            rows.append(
                row(
                    f"r{number}",
                    draw(st.sampled_from([0, 900_000, 900_000 * number + 5, 86_400_000 * 20_000 + at])),
                    draw(st.sampled_from([owner, owner, "d"])),
                    model=draw(st.sampled_from(["m", "m", "unknown", "guess"])),
                    input=draw(st.integers(0, 3)),
                    output=draw(st.integers(0, 9)),
                    read=draw(st.integers(0, 30)),
                    web=draw(st.integers(0, 1)),
                    speed=draw(st.sampled_from(["", "", "fast"])),
                    payer=payer,
                    agent_id=draw(st.sampled_from(["", "", "x"])),
                    subagent=draw(st.sampled_from(["", "Explore"])),
                    branch=draw(st.sampled_from(["main", "side"])),
                    tools=called,
                    at=at * 10,
                    recorded_nano=draw(st.sampled_from([-1, -1, -1, 0, 77])),
                )
            )
        made[f"/home/{owner}{place}.jsonl"] = rows
    return made


def sighted(transcripts: dict[str, list[Row]]) -> list[Sighting]:
    """All sightings in some files."""
    return [Sighting(path, each) for path, rows in transcripts.items() for each in rows]
