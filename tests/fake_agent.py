"""An agent made up for tests: one JSON object a line, whose keys are those of `Row`; places like Claude Code's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cctl.core.agent.spec import Origin, Place, Reader, Row, Scan, Skip

BLANK = Row("", 0, "m", 0, 0, 0, 0, 0, 0, "", "", "", "", "", "", "", "", "", "", 0, -1)


def row(id: str, ms: int, session: str = "s", **more: Any) -> Row:
    """A sighting with what matters to a test, and nothing else."""
    return BLANK._replace(id=id, ms=ms, session=session, **more)


def line(id: str, ms: int, session: str = "s", **more: Any) -> bytes:
    """The same as a line of a transcript."""
    return json.dumps({"id": id, "ms": ms, "session": session, **more}).encode() + b"\n"


class Fake:
    """Reads such lines; its state is how many it has seen, so that a test can tell what was read twice."""

    name = "fake"

    def homes(self, env: Mapping[str, str], home: str) -> list[str]:
        return env.get("FAKE_HOME", f"{home}/.fake").split(",")

    def folders(self) -> tuple[str, ...]:
        return ("logs",)

    def place(self, relative: str) -> Place | None:
        top, folder, *rest = relative.removesuffix(".jsonl").split("/")
        if top != "logs" or not rest or rest[-1] == "notes":
            return None
        if len(rest) == 1:
            return Place(rest[0], "", folder, "")
        return Place(rest[0], rest[-1], folder, f"{relative.removesuffix('.jsonl')}.meta.json")

    def recognises(self, line: bytes) -> bool:
        return line.startswith(b'{"id"')

    def scan(self, block: bytes, origin: Origin, base: int, state: bytes, *, audit: bool = False) -> Scan:
        rows: list[tuple[object, ...]] = []
        skips: list[Skip] = []
        at = base
        for each in block.split(b"\n"):
            try:
                told = json.loads(each) if each else None
            except ValueError:
                skips.append(Skip("bad_json", at))
            else:
                if told:
                    own = {"session": origin.session, "agent_id": origin.agent_id, "subagent": origin.subagent}
                    rows.append(tuple(BLANK._replace(**{**own, "at": at, **told})))
            at += len(each) + 1
        return Scan(rows, skips, str(int(state or 0) + len(rows)).encode())

    def resume(self, session: str) -> list[str]:
        return ["fake", session]

    def open(self, origin: Origin, *, settled: bool = False) -> Reader:
        raise AssertionError("nothing here reads records")


class Flat:
    """Prices for arithmetic in the head: input 1, output 5, writes 2 and 3, reads 1 over 10, rounded down, web 100."""

    def __init__(self, factor: int = 1, digest: str = "") -> None:
        self.factor = factor
        self.digest = digest or f"flat-{factor}"

    def cost(  # noqa: PLR0917 -- as `Price` has it
        self,
        model: str,
        ms: int,
        input: int,
        output: int,
        write_5m: int,
        write_1h: int,
        read: int,
        web: int = 0,
        speed: str = "",
        geo: str = "",
    ) -> int | None:
        if model == "unknown":
            return None
        cost = input + 5 * output + 2 * write_5m + 3 * write_1h + read // 10 + 100 * web
        return self.factor * cost * (2 if speed == "fast" else 1)

    def flat(self, *_stretch: object) -> None:
        return None  # what is read is rounded

    def estimated(self, model: str, ms: int, speed: str = "", geo: str = "") -> bool:
        return model == "guess"
