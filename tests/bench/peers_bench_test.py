"""The table of verdicts beside its peers (marked `bench`): printed whole, and held to being above each of them."""

from __future__ import annotations

import pytest

from tests.bench import peers_bench as bench
from tests.bench.peers_bench import Answers
from tests.shared_data import shared

CALLS_PER_SECOND = 8_000


def row(name: str, expect: str, *views: str, **labels: str) -> bench.Row:
    return {"id": name, "expect": expect, "views": list(views), "labels": labels, "disagree": False}


def test_each_measure_counts_what_it_says() -> None:
    rows = [row("a", "approve", "readonly", "workspace"), row("b", "ask", "workspace"), row("c", "deny", "floor"),
            row("d", "approve", "no-false-deny")]  # fmt: skip
    loose = Answers(dict.fromkeys("abcd", "approve"), dict.fromkeys("abcd", "approve"), 1)
    strict = Answers(dict.fromkeys("abcd", "deny"), dict.fromkeys("abcd", "deny"), 1)
    told = {line[0]: line[1:3] for line in bench.table(rows, {"loose": ("", loose), "strict": ("", strict)})}
    assert told["floor allowed"] == ["1/1 = 100.0%", "0/1 = 0.0%"]
    assert told["workspace: unsafe allow"] == ["1/1 = 100.0%", "0/1 = 0.0%"]
    assert told["workspace: approve recall"] == ["1/1 = 100.0%", "0/1 = 0.0%"]
    assert told["floor denied"] == ["0/1 = 0.0%", "1/1 = 100.0%"]
    assert told["false denials"] == ["0/2 = 0.0%", "2/2 = 100.0%"]


def test_a_peer_that_is_not_there_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CCTL_PEERS", "/nonexistent")
    for _, judge in bench.PEERS.values():
        with pytest.raises(bench.Missing, match=r"install|npm i"):
            judge([])


@pytest.mark.bench
@pytest.mark.shared
def test_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    rows = bench.labelled(shared(bench.DATA).read_text())
    columns = {"cctl": ("", bench.ours(rows))}
    missing = []
    for name, (own, judge) in bench.PEERS.items():
        try:
            columns[name] = own, judge(rows)
        except bench.Missing as problem:
            missing.append(f"{name}: {problem}")
    lines = bench.table(rows, columns)
    with capsys.disabled():
        print("\n" + bench.shown(lines), *missing, sep="\n")  # noqa: T201 -- a benchmark is there to be read
    ours = columns["cctl"][1]
    floor = [each for each in rows if "floor" in each["views"]]
    assert all("approve" not in (ours.workspace[each["id"]], ours.readonly[each["id"]]) for each in floor)
    assert ours.per_second >= CALLS_PER_SECOND
    for _, theirs in list(columns.values())[1:]:
        denied = [sum(got[each["id"]] == "deny" for each in floor) for got in (ours.workspace, theirs.workspace)]
        assert denied[0] > denied[1] and ours.per_second > theirs.per_second
