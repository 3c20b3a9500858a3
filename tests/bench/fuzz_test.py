"""Damage to everything that comes from outside, for as long as CCTL_FUZZ_SECONDS says (marked slow; default a minute).

Lines of all fixtures are cut, doubled, spliced and bent; readers, codec, shell reader and gate must take them without
an exception of their own, and `scan` and `open` must go on afterwards.
"""

from __future__ import annotations

import os
import random
import time
from pathlib import Path

import pytest

from cctl.core.agent import agents
from cctl.core.agent.spec import Origin, Reader
from cctl.core.gate.judge import Gate
from cctl.core.gate.limit import Limits
from cctl.core.shell.reader import read
from cctl.records import codec

pytestmark = pytest.mark.slow

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures/transcripts"
BITS = (
    b"\x00",
    b"\xff",
    b"\xed\xa0\x80",
    b'"',
    b"\\",
    b"{",
    b"}",
    b"[" * 200,
    b"9" * 5000,
    b"null",
    b"\n",
    b"\r",
    b"-1",
    b"1e999",
)


def damaged(chance: random.Random, lines: list[bytes]) -> bytes:
    """A line that nobody wrote."""
    line = bytearray(chance.choice(lines))
    for _ in range(chance.randrange(1, 5)):
        at = chance.randrange(len(line) + 1)
        kind = chance.randrange(5)
        if kind == 0:
            del line[at : at + chance.randrange(1, 40)]
        elif kind == 1:
            line[at:at] = chance.choice(BITS)
        elif kind == 2:
            line[at:at] = chance.choice(lines)[: chance.randrange(200)]
        elif kind == 3 and at < len(line):
            line[at] = chance.randrange(256)
        else:
            line[at:at] = line[: chance.randrange(100)]
    return bytes(line)


def opened() -> list[Reader]:
    """A reader of each kind, as a live follower has it and as a replay has it."""
    return [agents()[name].open(Origin("f"), settled=settled) for name in agents() for settled in (False, True)]


@pytest.mark.parametrize("seed", range(2))
def test_nothing_from_outside_breaks_anything(seed: int) -> None:
    chance = random.Random(seed)
    give_up = time.monotonic() + float(os.environ.get("CCTL_FUZZ_SECONDS", "60")) / 2
    lines = [line for path in sorted(FIXTURES.rglob("*.jsonl")) for line in path.read_bytes().split(b"\n") if line]
    known = [agents()[name] for name in agents()]
    readers = opened()
    gate = Gate(Limits(max_tokens=1))
    count = 0
    while time.monotonic() < give_up:
        line = damaged(chance, lines)
        count += 1
        for reader in readers:
            for record in reader.read(line, count):
                line_out = codec.encode(record)  # a number beyond all bounds becomes null, once
                assert codec.encode(codec.decode(line_out)) == line_out
                gate.feed(record)
        for agent in known:
            scan = agent.scan(line.replace(b"\n", b"") + b"\n", Origin("f"), 0, b"", audit=True)
            assert all(min(int(str(number)) for number in row[3:9]) >= 0 for row in scan.rows)
            agent.recognises(line)
        for take in (codec.head, codec.decode):
            try:
                take(line)
            except codec.BadLine:
                pass
        read(line.decode("utf-8", "replace")[:2000], cwd="/p", home="/h")
        if count % 500 == 0:
            readers = opened()
    assert gate.finish("2026-01-01T00:00:00.000Z")[0]["type"] == "gate"
    assert count > 100
