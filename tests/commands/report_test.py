"""`report` as a process: from memory, from records, or both."""

from __future__ import annotations

import json

import pytest

from tests.cctl_run import cctl
from tests.plotted import findings
from tests.reported import judged, others


def test_from_records_alone_in_every_format(tmp_path):
    words = ["-o", "a.html", "-o", "a.md", "-o", "a.json"]
    done = cctl("report", "-", "--only-records", *words, home=tmp_path, stdin=[*others(), *judged()])
    assert (done.returncode, done.stderr) == (0, "")
    assert [json.loads(line)["target"] for line in done.stdout.splitlines()] == ["a.html", "a.md", "a.json"]
    made = json.loads((tmp_path / "a.json").read_text())
    assert list(made["sections"]) == ["findings", "verdicts", "conflicts", "budget"]
    for name in ("a.html", "a.md", "a.json"):
        assert "alice" not in (tmp_path / name).read_text()


def test_from_memory_with_records_beside(tmp_path):
    folder = tmp_path / ".claude/projects/-home-bob-shop"
    folder.mkdir(parents=True)
    usage = {"input_tokens": 1000, "output_tokens": 2000}
    message = {"id": "msg_1", "role": "assistant", "model": "claude-opus-4-5-20251101", "usage": usage, "content": []}
    base = {"sessionId": "0190c0de-0000-4000-8000-000000000001", "cwd": "/home/bob/shop", "version": "2.1.328"}
    line = {
        "type": "assistant",
        "uuid": "u1",
        "requestId": "r1",
        "timestamp": "2026-11-20T09:00:00.000Z",
        "message": message,
    }
    (folder / "0190c0de-0000-4000-8000-000000000001.jsonl").write_text(json.dumps({**base, **line}) + "\n")
    done = cctl("report", "-", "--since", "7d", "-o", "a.json", home=tmp_path, stdin=findings())
    assert done.returncode == 0, done.stderr
    made = json.loads((tmp_path / "a.json").read_text())
    assert made["facts"]["responses"]["value"] == 1 and made["facts"]["cost_usd"]["value"] == pytest.approx(0.055)
    assert {"spend", "sessions", "findings"} <= set(made["sections"])
    assert made["sections"]["projects"]["tables"][0]["rows"][0]["project"] == "~/shop"


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ([], 2, "say where to"),
        (["-o", "a.pdf"], 2, ".html, .json, .md"),
        (["-o", "no/a.html"], 73, "no folder"),
        (["-o", "a.html"], 20, "nothing to report"),
    ],
)
def test_mistakes_are_one_line(tmp_path, words, status, said):
    done = cctl("report", *words, home=tmp_path)
    assert done.returncode == status and said in done.stderr and done.stderr.count("\n") == 1, done.stderr
    assert not list(tmp_path.glob("a.*"))


def test_same_records_same_bytes(tmp_path):
    for name in ("a.html", "b.html"):
        cctl("report", "-", "--only-records", "-o", name, home=tmp_path, stdin=others())
    assert (tmp_path / "a.html").read_bytes() == (tmp_path / "b.html").read_bytes()
