"""Everything that a replay hangs on, as two hashes: run by each Python that is there, it must print the same.

python -m tests.replayed [ROOT]: a hash of what is judged, learnt and chained from a log that is made here, and one of
the verdicts on every case of the judge's own. Needs the standard library alone, so that any interpreter can run it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

if __name__ == "__main__" and len(sys.argv) > 1:
    sys.path.insert(0, sys.argv[1])

import json
import tomllib

from cctl.core.brain.bound import needed, upper, wilson
from cctl.core.brain.chain import End, check, sealed, sha256
from cctl.core.brain.decide import Decider
from cctl.core.brain.learn import learned
from cctl.core.brain.memory import Memory, drawn
from cctl.core.brain.replay import Recorded, replayed
from cctl.core.brain.terms import terms
from cctl.core.brain.write import written_down
from cctl.core.moment import stamp
from tests.gate import DATA, FACTS, PROJECT, judge
from tests.judged import bash, rules

START, HOUR = 1_790_000_000_000, 3_600_000
TERMS = terms(tomllib.loads((DATA / "learning.toml").read_text()))
RULES = """
[rules.g]
program = 'git'
unless_subcommand = 'status'
action = 'ask'
[rules.a]
program = 'zed'
action = 'approve'
"""
COMMANDS = ("ls", "acme x", "git push", "rm -rf /", "echo hi > out", "sudo ls", "make test", "$X", "zed 1 && zed 2",
            "cat <<A | sh\nls\nA", "find . -name 'ä*' -delete", "acme \U0001f600 'a b' \"$HOME\"")  # fmt: skip


def events() -> Iterator[dict[str, Any]]:
    """A month of calls, most of them approved, some denied, a few corrected."""
    for at in range(900):
        ms = START + at * HOUR
        command = f"tool{at % 9} run" if at % 3 else COMMANDS[at // 3 % len(COMMANDS)]
        decider = Decider(judge(), "workspace", rules(RULES) if at % 5 else None)
        call = bash(command, id=f"c{at}", session=f"s{at // 4}", agent="claude")
        event = written_down(decider, call, FACTS, decider.decide(call, FACTS), None, str)
        yield event | {"ts": stamp(ms), "ruled": bool(at % 5)}
        if event["verdict"]["decision"] == "ask":  # type: ignore[index]  # a verdict is a table
            yield {"event": "dialog", "call": f"c{at}", "session": f"s{at // 4}", "ts": stamp(ms + 100)}
            kind = {"event": "rejected", "by": "human"} if at % 97 == 5 else {"event": "outcome", "ms": 40}
            yield kind | {"call": f"c{at}", "session": f"s{at // 4}", "ts": stamp(ms + 9000)}


def parts() -> Iterator[bytes]:
    """What must come out alike, piece by piece."""
    end, lines, held = End(), [], list(events())
    for event in held:
        line, end = sealed({name: value for name, value in event.items() if name != "ts"}, end, str(event["ts"]))
        lines.append(line)
        yield line
    assert check(("f", at, line) for at, line in enumerate(lines, 1)).problem == ""

    def make(event: Mapping[str, Any], memory: Recorded) -> Decider:
        return Decider(judge(), str(event["verdict"]["policy"]), rules(RULES) if event["ruled"] else None, memory)  # type: ignore[arg-type]  # it answers alike

    for event in held:
        if event["event"] == "decision":
            made = replayed(event, make)
            assert made.same, (event["input"], made.difference)
            yield json.dumps(made.now).encode()
    learning = learned(held, TERMS)
    text = learning.text("t", ("f", 1, end.hash), START + 1000 * HOUR)
    yield text.encode()
    memory = Memory(text, b"key", START + 1000 * HOUR, "t")
    decider = Decider(judge(), "workspace", None, memory, "auto")
    for at in range(200):
        yield json.dumps(decider.decide(bash(f"tool{at % 9} run", id=f"d{at}"), FACTS | {"attended": True})).encode()
    for ladder in learning.ladders.values():
        yield repr((ladder.made, ladder.ended, ladder.answers, ladder.errors)).encode()
    for errors, count in ((0, 200), (3, 400), (11, 1600)):
        bounds = [upper(errors, count, TERMS.chance(look)) for look in (1, 2, 3)]
        yield repr((bounds, wilson(errors, count), needed(TERMS.levels[0], TERMS.chance(1)))).encode()
    yield repr([drawn(b"k", f"c{at}", 1 << 30) for at in range(64)]).encode()


def cases() -> Iterator[bytes]:
    """Every verdict on the judge's own cases."""
    folder = Path(__file__).resolve().parent.parent / "fixtures/judge"
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            call = {"cwd": PROJECT} | json.loads(line)
            for policy in ("readonly", "workspace", "locked"):
                yield json.dumps(judge().judge(call, FACTS, policy)).encode("utf-8", "surrogatepass")


def main() -> None:
    """Print both hashes."""
    hashed = sha256()
    for name, found in (("replayed", parts()), ("cases", cases())):
        told = hashed(b"\n".join(found))
        sys.stdout.write(f"{name} {told}\n")


if __name__ == "__main__":
    main()
