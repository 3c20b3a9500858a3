"""The fast reading of spend: exact for every generation, however the bytes are cut, and never silent."""

from __future__ import annotations

import json
import marshal
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cctl.core.agent.claude import AGENT
from cctl.core.agent.claude.spend import Merging, fields
from cctl.core.agent.spec import Origin, Row, Scan
from tests.claude_fixtures import ROOT, data, merged, names, origin, scanned, totals
from tests.shared_data import shared

# responses, input, output, cache writes for 5 minutes and 1 hour, cache reads: added up by hand
EXPECTED = {
    "streamed-partials.jsonl": (2, 16, 392, 310, 0, 8300),
    "parallel-calls-interleaved.jsonl": (2, 26, 160, 2100, 0, 22000),
    "sidechain-in-file.jsonl": (4, 15, 39, 160, 0, 150),
    "agent-progress-only-copy.jsonl": (3, 14, 60, 140, 0, 100),
    "api-errors.jsonl": (1, 12, 100, 0, 0, 0),
    "compaction-and-cost-state.jsonl": (2, 32, 150, 2500, 0, 10000),
    "first-release.jsonl": (2, 9, 85, 700, 0, 900),
    "spaced-json.jsonl": (2, 21, 41, 61, 41, 91),
    "crlf-bom-blank-nul.jsonl": (3, 111, 222, 333, 444, 555),
    "bom-before-usage.jsonl": (1, 1, 2, 3, 4, 5),
    "torn-last-line.jsonl": (1, 10, 20, 30, 0, 40),
    "missing-ids.jsonl": (3, 9, 45, 0, 0, 0),
    "unicode-and-stray-bytes.jsonl": (4, 1111, 2222, 3333, 0, 4444),
    "diagnostics.jsonl": (1, 1, 2, 3, 0, 4),
    "web-fast-region-iterations.jsonl": (3, 14, 26, 0, 600, 30),
    "hostile-usage.jsonl": (12, 12, 22, 40, 44, 60),
}
TREES = {
    "subagents": (6, 929, 153, 1430, 30, 1400),
    "agent-file-beside-session": (3, 12, 29, 130, 0, 100),
    "fork": (2, 22, 70, 550, 0, 500),
    "resume-copies": (2, 22, 70, 550, 0, 500),
    "side-question": (2, 11, 33, 500, 0, 500),
}


def tree(name: str) -> list[tuple[object, ...]]:
    return [row for file in names() if file.startswith(f"{name}/") for row in scanned(file).rows]


def one(name: str, key: str) -> Row:
    return next(Row._make(row) for row in scanned(name).rows if row[0] == key)


@pytest.mark.parametrize("name", EXPECTED)
def test_a_file_of_each_kind_adds_up(name: str) -> None:
    assert totals(merged(scanned(name).rows)) == EXPECTED[name]


@pytest.mark.parametrize("name", TREES)
def test_files_that_share_responses_count_them_once(name: str) -> None:
    assert totals(merged(tree(name))) == TREES[name]


@pytest.mark.parametrize("name", names())
def test_where_a_block_ends_does_not_matter(name: str) -> None:
    """Callers hand on whole lines, so every cut between bytes is one of these cuts between lines."""
    whole, place, content = scanned(name), origin(name), data(name)
    cuts = {content.rfind(b"\n", 0, at) + 1 for at in range(len(content))}
    for cut in cuts:
        head = AGENT.scan(content[:cut], place, 0, b"")
        tail = AGENT.scan(content[cut:], place, cut, head.state)
        assert head.rows + tail.rows == whole.rows
        assert head.skips + tail.skips == whole.skips
        assert tail.state == whole.state


@pytest.mark.parametrize("name", names())
def test_line_by_line_is_the_same_again(name: str) -> None:
    rows: list[tuple[object, ...]] = []
    state, at = b"", 0
    for line in data(name).split(b"\n"):
        whole = line + b"\n"
        found = AGENT.scan(whole, origin(name), at, state)
        rows, state, at = rows + found.rows, found.state, at + len(whole)
    assert merged(rows) == merged(scanned(name).rows)


@pytest.mark.parametrize("name", names())
def test_an_audit_finds_the_same_spend_and_names_the_rest(name: str) -> None:
    quick, full = scanned(name), scanned(name, audit=True)
    assert quick.rows == full.rows
    assert not Counter(quick.skips) - Counter(full.skips)


def test_an_audit_names_everything() -> None:
    def reasons(name: str) -> Counter[str]:
        return Counter(skip.reason for skip in scanned(name, audit=True).skips)

    assert reasons("api-errors.jsonl") == {"synthetic": 2}
    assert reasons("torn-last-line.jsonl") == {"bad_json": 1}
    assert reasons("unknown-types.jsonl")["unknown_type:hologram"] == 2
    assert reasons("unknown-types.jsonl")["unknown_type:system/teleported"] == 1
    hostile = reasons("hostile-usage.jsonl")
    assert hostile["bad_usage:input_tokens"] == 2
    assert hostile["no_time"] == hostile["no_usage"] == hostile["not_an_object"] == hostile["no_type"] == 2
    assert hostile["bad_number"] == hostile["bad_json"] == hostile["no_message"] == 1


def test_nesting_without_end_is_named_and_costs_the_line_alone() -> None:
    deep = b'{"type":"assistant","deep":' + b"[" * 100_000 + b"]" * 100_000 + b',"input_tokens":1}\n'
    for audit in (False, True):
        found = scanned("diagnostics.jsonl", deep + data("diagnostics.jsonl"), audit=audit)
        assert len(found.rows) == 1
        assert [skip.reason for skip in found.skips] == ["too_deep"]


def test_without_an_audit_only_what_may_have_cost_is_named() -> None:
    assert scanned("api-errors.jsonl").skips == []
    assert scanned("unknown-types.jsonl").skips == []
    assert {skip.reason for skip in scanned("missing-ids.jsonl").skips} == {"no_id"}
    assert "bad_usage:output_tokens" in {skip.reason for skip in scanned("hostile-usage.jsonl").skips}


def test_offsets_point_at_the_line() -> None:
    content = data("streamed-partials.jsonl")
    for row in AGENT.scan(content, origin("streamed-partials.jsonl"), 1000, b"").rows:
        at = Row._make(row).at - 1000
        assert at == 0 or content[at - 1 : at] == b"\n"
        assert json.loads(content[at : content.find(b"\n", at)])["message"]["id"] == row[0]
    skip = AGENT.scan(b'\n{"type":"assistant","input_tokens":', Origin(), 50, b"").skips[0]
    assert skip.at == 51


def test_rows_can_be_sent_between_processes_and_are_never_negative() -> None:
    for name in names():
        rows = scanned(name).rows
        assert marshal.loads(marshal.dumps(rows)) == rows
        for row in map(Row._make, rows):
            numbers = (row.ms, row.input, row.output, row.write_5m, row.write_1h, row.read, row.web, row.at)
            assert all(type(number) is int and number >= 0 for number in numbers)
            assert type(row.recorded_nano) is int
            texts = [value for value in row if type(value) is not int]
            assert all(type(text) is str and text.encode() is not None for text in texts)


def test_a_fork_says_who_paid_and_an_old_resume_does_not() -> None:
    fork = next(name for name in names() if name.startswith("fork/") and "/f0f0" in name)
    assert {row.id: row.payer[:8] for row in map(Row._make, scanned(fork).rows)} == {"msg_f1": "5e551011", "msg_f2": ""}
    assert {row.session[:8] for row in map(Row._make, scanned(fork).rows)} == {"f0f0f0f0"}
    assert {row[12] for row in tree("resume-copies")} == {""}


def test_sub_agents_keep_the_session_of_their_parent() -> None:
    rows = {row.id: row for row in map(Row._make, tree("subagents"))}
    assert len({row.session for row in rows.values()}) == 1
    assert {key: (row.agent_id, row.subagent) for key, row in rows.items()} == {
        "msg_s1": ("", ""),
        "msg_s2": ("", ""),
        "msg_s3": ("a0c0ffee", "Explore"),
        "msg_s4": ("a0c0ffee", "Explore"),
        "msg_s5": ("acompact-1f2e3d", "compact"),
        "msg_s6": ("a77", ""),
    }
    assert {row.project for row in rows.values()} == {"/home/dev/proj"}
    assert rows["msg_s4"].cwd == "/home/dev/proj/src"
    assert one("sidechain-in-file.jsonl", "msg_i2").agent_id == "sidechain"
    assert one("agent-progress-only-copy.jsonl", "msg_g2").agent_id == "a9b8"


def test_modifiers_and_recorded_costs_are_read() -> None:
    row = one("web-fast-region-iterations.jsonl", "msg_j1")
    assert (row.web, row.speed, row.geo, row.write_1h) == (2, "fast", "us", 600)
    assert row.tools.startswith("web_search:")
    row = one("web-fast-region-iterations.jsonl", "msg_j2")
    assert (row.web, row.speed, row.geo, row.tools) == (0, "", "", "")
    assert one("first-release.jsonl", "msg_o1").recorded_nano == 12_345_678


def test_the_calls_of_all_lines_are_those_of_the_response() -> None:
    found = merged(scanned("parallel-calls-interleaved.jsonl").rows)
    assert found["msg_q1"]["tools"] == ["Read", "Bash", "mcp__files__read_it"]
    assert merged(scanned("hostile-usage.jsonl").rows)["msg_yl"]["tools"] == ["Evil_tool__a_b_c"]


def test_a_block_without_spend_costs_nothing_but_a_search() -> None:
    assert AGENT.scan(b"x" * 100_000 + b"\n", Origin(), 0, b"") == Scan([], [], b"")
    assert AGENT.scan(b"\n" * 1000, Origin(folder="-p"), 0, b"") == Scan([], [], b"")


def test_the_start_of_a_file_is_looked_for_until_it_is_found() -> None:
    summary = b'{"type":"summary","summary":"the \\"cwd\\" text","leafUuid":"x"}\n'
    first = b'{"type":"user","cwd":"/p/src","sessionId":"s"}\n'
    spend = (
        b'{"type":"assistant","cwd":"/tmp","sessionId":"s","timestamp":"2026-06-20T09:00:01.000Z",'
        b'"message":{"id":"m","model":"x","usage":{"input_tokens":1}}}\n'
    )
    place, state = Origin("f", folder="-p"), b""
    for block in (summary, b'{"note":"\\"cwd\\"","x":{"cwd":"/q"}}\n', first):
        state = AGENT.scan(block, place, 0, state).state
    assert Row._make(AGENT.scan(spend, place, 0, state).rows[0]).project == "/p"
    assert Row._make(AGENT.scan(summary + first + spend, place, 0, b"").rows[0]).project == "/p"
    assert Row._make(AGENT.scan(spend, place, 0, b"").rows[0]).project == "/tmp"


@pytest.mark.shared
@pytest.mark.parametrize("seed", [1, 7])
def test_a_corpus_equals_its_truth_in_every_cell(tmp_path: Path, seed: int) -> None:
    maker, home = shared("tools/make_corpus.py"), tmp_path / "corpus"
    size = ("--bytes", "6M", "--sessions", "60", "--projects", "6", "--days", "9", "--seed", str(seed))
    subprocess.run([sys.executable, maker, *size, "--out", home], check=True, capture_output=True)
    truth = json.loads((home / "truth.json").read_text())
    merging = Merging()
    last: dict[str, Row] = {}
    for path in sorted(home.rglob("*.jsonl")):
        place = AGENT.place(str(path.relative_to(home)))
        assert place
        content = path.read_bytes()
        found = AGENT.scan(content[: content.rfind(b"\n") + 1], Origin(str(path), *place[:2], "", place.folder), 0, b"")
        assert found.skips == []
        for row in map(Row._make, found.rows):
            assert row.project == place.folder.replace("-home-dev-work-project-", "/home/dev/work/project-")
            last[row.id] = merging.add(row) or last[row.id]
    cells: dict[tuple[str, str], Counter[str]] = {}
    for said in map(fields, last.values()):
        day = datetime.fromisoformat(said["ts"]).astimezone(UTC).date().isoformat()
        cells.setdefault((day, said["model"]), Counter()).update({**said["tokens"], "messages": 1})
    classes = ("input", "output", "cache_write_5m", "cache_write_1h", "cache_read", "messages")
    expected = {
        (day, model): {name: cell[name] for name in classes}
        for day, models in truth["by_day"].items()
        for model, cell in models.items()
    }
    assert {key: dict(cell) for key, cell in cells.items()} == expected


def test_every_fixture_is_listed() -> None:
    listed = (ROOT.parent.parent / "README").read_text()
    for entry in sorted(path.name for path in ROOT.iterdir()):
        assert f"claude/{entry}" in listed
