"""The format as a whole: both readings agree, in pieces and whole, on fixtures, captures and damaged lines."""

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cctl.core.agent import agents
from cctl.core.agent.codex import AGENT
from cctl.core.agent.spec import Origin
from cctl.records.schema import Record
from tests.core.agent.codex.rollouts import NAMES, merged, read, records, scanned, used
from tests.shared_data import shared

CAPTURES = "captures/codex-0.169.0"


def spent(told: list[Record]) -> list[tuple[object, ...]]:
    return [
        (
            each["id"],
            *each["tokens"].values(),
            each["model"],
            each["session"],
            each.get("agent_id", ""),
            each.get("subagent", ""),
            each["tools"],
        )
        for each in told
        if each["type"] == "spend"
    ]


def as_spent(block: bytes) -> list[tuple[object, ...]]:
    return [
        (
            *(row.id, row.input, row.output, row.write_5m, row.write_1h, row.read, row.model, row.session),
            *(row.agent_id, row.subagent, [each.rpartition(":")[0] for each in row.tools.split()]),
        )
        for row in scanned(block)[0]
    ]


def rollouts(scenario: str) -> list[Path]:
    return sorted((shared(CAPTURES) / scenario).glob("sessions/**/*.jsonl"))


def test_it_is_found_by_name_and_loads_no_decoder_until_it_reads() -> None:
    assert agents()["codex"] is AGENT
    code = "import sys; from cctl.core.agent.codex import AGENT; print('msgspec' in sys.modules)"
    bare = [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(Path.cwd())!r}); {code}"]
    assert subprocess.run(bare, capture_output=True, text=True, check=True).stdout.split() == ["False"]


def test_home_folders_and_lines_are_answered_through_the_seam() -> None:
    assert AGENT.homes({}, "/home/dev") == ["/home/dev/.codex"]
    assert AGENT.folders() == ("sessions", "archived_sessions")
    assert AGENT.place("sessions/2026/11/09/rollout-2026-11-09T08-00-00-abc.jsonl") is not None
    assert AGENT.recognises(read("exec-tools").split(b"\n")[0])
    assert AGENT.resume("t1") == ["codex", "resume", "t1"]


@pytest.mark.parametrize("name", NAMES)
def test_scan_and_reader_agree(name: str) -> None:
    assert spent(records(read(name))) == as_spent(read(name))


@pytest.mark.parametrize("name", NAMES)
def test_heads_and_whole_lines_tell_the_same_spend(name: str) -> None:
    plain, _ = scanned(read(name))
    audited, _ = scanned(read(name), audit=True)
    spaced = b"".join(respaced(line) for line in read(name).split(b"\n"))
    assert plain == audited
    assert [row._replace(at=0) for row in scanned(spaced)[0]] == [row._replace(at=0) for row in plain]


def respaced(line: bytes) -> bytes:
    """The same JSON as another writer would put it."""
    try:
        return json.dumps(json.loads(line), indent=None, separators=(", ", ": ")).encode() + b"\n"
    except (ValueError, RecursionError):
        return line + b"\n"


@pytest.mark.parametrize("name", NAMES)
def test_a_file_may_be_read_in_any_two_pieces(name: str) -> None:
    block = read(name)
    whole, skips = scanned(block, audit=True)
    for cut in boundaries(block):
        first = AGENT.scan(block[:cut], Origin(), 0, b"", audit=True)
        second = AGENT.scan(block[cut:], Origin(), cut, first.state, audit=True)
        assert first.rows + second.rows == [tuple(row) for row in whole]
        assert first.skips + second.skips == skips


def boundaries(block: bytes) -> Iterator[int]:
    at = block.find(b"\n")
    while at >= 0:
        yield at + 1
        at = block.find(b"\n", at + 1)


def test_a_file_may_be_read_line_by_line() -> None:
    for name in NAMES:
        block, state, rows, at = read(name), b"", [], 0
        for line in block.splitlines(keepends=True):
            scan = AGENT.scan(line, Origin(), at, state)
            state, at = scan.state, at + len(line)
            rows += scan.rows
        assert rows == [tuple(row) for row in scanned(block)[0]], name


@pytest.mark.parametrize("name", NAMES)
def test_an_audit_and_the_reader_pass_over_the_same(name: str) -> None:
    block = read(name)
    reader = AGENT.open(Origin())
    for number, line in enumerate(block.split(b"\n"), 1):
        reader.read(line, number)
    audited = Counter(skip.reason for skip in scanned(block, audit=True)[1])
    told = Counter(reader.skipped)
    assert told - audited <= Counter({"copied": told["copied"]})  # the reader also leaves out what was said
    assert audited - told == Counter()


@given(st.data())
def test_damaged_lines_never_stop_a_reading(data: st.DataObject) -> None:
    lines = read(data.draw(st.sampled_from(NAMES))).split(b"\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    lines[at] = data.draw(st.one_of(cut(lines[at]), swapped(lines[at]), stuffed(lines[at])))
    block = b"\n".join(lines)
    scan = AGENT.scan(block, Origin(), 0, b"", audit=True)
    assert AGENT.scan(b"", Origin(), len(block), scan.state).rows == []
    assert spent(records(block)) == as_spent(block)


def cut(line: bytes) -> st.SearchStrategy[bytes]:
    return st.integers(0, len(line)).map(lambda at: line[:at])


def swapped(line: bytes) -> st.SearchStrategy[bytes]:
    return st.tuples(st.integers(0, max(len(line) - 1, 0)), st.binary(max_size=3)).map(
        lambda change: (line[: change[0]] + change[1] + line[change[0] + 1 :]).replace(b"\n", b" ")
    )


def stuffed(line: bytes) -> st.SearchStrategy[bytes]:
    """One value of the line, at any depth, replaced by one of another kind."""
    odd: st.SearchStrategy[object] = st.sampled_from(
        [None, True, -1, 1.5, 10**30, "", "x", [], [{}], {}, {"type": 3}, "\ud800", "\x00"]
    )
    return st.tuples(st.integers(0, 60), odd).map(lambda change: replaced(line, *change))


def replaced(line: bytes, nth: int, value: object) -> bytes:
    try:
        whole = json.loads(line)
    except (ValueError, RecursionError):
        return line
    places: list[tuple[dict[str, object], str]] = []

    def visit(node: object) -> None:
        if isinstance(node, dict):
            for key, inner in node.items():
                places.append((node, key))
                visit(inner)
        elif isinstance(node, list):
            for inner in node:
                visit(inner)

    visit(whole)
    if not places:
        return line
    node, key = places[nth % len(places)]
    node[key] = value
    return json.dumps(whole).encode()


@pytest.mark.shared
@pytest.mark.parametrize("scenario", ["tools", "resume", "fork", "hook-decisions", "untrusted-hooks"])
def test_totals_are_those_the_client_itself_said(scenario: str) -> None:
    """`turn.completed` tells the total of the thread; a fork's includes what it grew out of."""
    told = [json.loads(line) for line in (shared(CAPTURES) / scenario / "stdout.jsonl").read_text().splitlines()]
    usage = next(each["usage"] for each in reversed(told) if each["type"] == "turn.completed")
    files = rollouts(scenario) + (rollouts("resume") if scenario == "fork" else [])
    expected = (usage["input_tokens"], usage["cached_input_tokens"], usage["output_tokens"])
    assert used(merged(path.read_bytes() for path in files).values()) == expected


@pytest.mark.shared
def test_captures_hold_nothing_unknown_and_a_failed_turn_spends_nothing() -> None:
    for path in sorted(shared(CAPTURES).glob("*/sessions/**/*.jsonl")):
        block = path.read_bytes()
        rows, skips = scanned(block, audit=True)
        assert {skip.reason for skip in skips} <= {"recorded_elsewhere", "repeated_total"}, path
        assert spent(records(block)) == as_spent(block)
        assert bool(rows) != (path.parts[-6] == "api-failure")


@pytest.mark.shared
def test_the_totals_of_captures_stay_right_without_records_by_response() -> None:
    """The same sessions as an older client would have written them: with `token_count` alone."""
    files = [path.read_bytes() for path in rollouts("resume") + rollouts("fork")]
    older = [b"\n".join(each for each in block.split(b"\n") if b"token_usage_record" not in each) for block in files]
    assert used(merged(older).values()) == used(merged(files).values()) == (26700, 21000, 470)
