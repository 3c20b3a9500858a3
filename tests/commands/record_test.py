"""`record` as a process: every format from one pass, errors in one line, nothing half written."""

from __future__ import annotations

import json
import os
import re
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from cctl.core.reel.cast import read
from tests.cctl_run import cctl
from tests.planted import corpus, left
from tests.staged import Stage, long, story

TEXTS = ("a.cast", "a.svg", "a.html", "a.md", "a.txt", "a.jsonl")


def outputs(*names):
    return [word for name in names for word in ("-o", name)]


def test_every_format_from_one_pass(tmp_path):
    done = cctl(
        "record", "-", *outputs(*TEXTS, "a.gif", "a.png"), "--poster", "p.png", home=tmp_path, stdin=story().records
    )
    assert (done.returncode, done.stderr) == (0, "")
    records = [json.loads(line) for line in done.stdout.splitlines()]
    assert [each["target"] for each in records] == [*TEXTS, "a.gif", "a.png", "p.png"]
    for each in records:
        assert each["type"] == "done" and each["bytes"] == (tmp_path / each["target"]).stat().st_size
        assert each["alt"].startswith("Terminal recording of ")
    assert read((tmp_path / "a.cast").read_text().splitlines()).version == 2
    ET.parse(tmp_path / "a.svg")
    with Image.open(tmp_path / "a.gif") as film, Image.open(tmp_path / "p.png") as poster:
        assert film.is_animated and poster.size == film.size
    assert (tmp_path / "a.md").read_text().startswith("# Greet people")
    assert sorted(os.listdir(tmp_path)) == sorted([*TEXTS, "a.gif", "a.png", "p.png"])  # noqa: PTH208 -- names alone


def test_same_input_same_bytes(tmp_path):
    names = [*TEXTS, "a.gif"]
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        cctl("record", "-", *outputs(*(f"{folder}/{name}" for name in names)), home=tmp_path, stdin=story().records)
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name


def test_events_can_be_edited_and_rendered(tmp_path):
    events = cctl("record", "-", "--events", home=tmp_path, stdin=story().records).stdout
    moments = [json.loads(line) for line in events.splitlines()]
    assert {each["type"] for each in moments} == {"moment"}
    assert cctl("record", "-", "-o", "a.cast", home=tmp_path, stdin=events).returncode == 0
    cctl("record", "-", "-o", "b.cast", home=tmp_path, stdin=story().records)
    assert (tmp_path / "a.cast").read_bytes() == (tmp_path / "b.cast").read_bytes()
    fewer = [each for each in moments if each["kind"] != "edit"]
    assert cctl("record", "-", "-o", "c.txt", home=tmp_path, stdin=fewer).returncode == 0
    assert "Update greet.py" not in (tmp_path / "c.txt").read_text()


def test_no_planted_secret_in_any_format_and_each_told_by_class(tmp_path):
    stage = Stage()
    planted = corpus()
    stage.prompt("deploy for bob@example.com from /home/alice/site")
    for at, each in enumerate(planted):
        stage.run(f"step {at}", each.text, code=at % 2)
        stage.call("Write", {"file_path": f"/home/alice/site/{at}.txt", "content": each.text}, "ok")
    names = [*TEXTS, "a.gif"]
    done = cctl("record", "-", *outputs(*names), "--max-seconds", "0", home=tmp_path, stdin=stage.records)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert len({each["kind"] for each in told if each["type"] == "redaction"}) >= 10
    for name in TEXTS:
        text = (tmp_path / name).read_text()
        if name.endswith(".cast"):
            text = "".join(event.data for event in read(text.splitlines()).events)
        assert [left(each, text) for each in planted] == [[]] * 60, name
        assert "bob@example" not in text and "alice" not in text, name
    assert not any(left(each, done.stdout) for each in planted)
    assert not any(each.secret.encode() in (tmp_path / "a.gif").read_bytes() for each in planted)


def test_a_cast_is_redacted_and_shown_in_other_formats(tmp_path):
    pytest.importorskip("pyte", reason="needs the extra video")
    head = {"version": 2, "width": 60, "height": 10}
    events = [
        [0.1, "o", "token ghp_abcdefghij"],
        [0.2, "o", "klmnopqrstuv0123456789\r\n"],
        [0.3, "m", "there"],
        [30, "o", "end\r\n"],
    ]
    (tmp_path / "in.cast").write_text("\n".join(map(json.dumps, [head, *events])))
    done = cctl("record", "in.cast", *outputs("out.cast", "out.svg", "out.gif", "out.txt"), home=tmp_path)
    assert done.returncode == 0, done.stderr
    made = read((tmp_path / "out.cast").read_text().splitlines())
    assert (
        "klmnop" not in (tmp_path / "out.cast").read_text()
        and "[redacted:github_token]" in (tmp_path / "out.svg").read_text()
    )
    assert made.events[-1].at < 3, "idle time is cut"
    assert cctl("record", "in.cast", "-o", "x.md", home=tmp_path).returncode == 2


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        (["-"], 2, "say where to"),
        (["-", "-o", "a.xyz"], 2, ".cast, .gif"),
        (["-", "-o", "a.cast", "-o", "a.cast"], 2, "named twice"),
        (["-", "-o", "no/a.cast"], 73, "no folder"),
        (["nobody", "-o", "a.cast"], 66, "no file, folder or session"),
        (["-", "-o", "a.cast", "--select", "dreams"], 2, "dreams"),
        (["-", "-o", "a.cast", "--width", "9"], 2, "cells"),
        (["-", "-o", "a.cast", "--upload", "--no-redact"], 2, "--no-redact"),
        (["--pty", "-o", "a.gif", "--", "true"], 2, "--pty writes one .cast"),
        (["--pty", "-o", "a.cast"], 2, "say what to record"),
    ],
)
def test_mistakes_are_one_line_and_write_nothing(tmp_path, words, status, said):
    done = cctl("record", *words, home=tmp_path, stdin=story().records)
    assert done.returncode == status and said in done.stderr, done.stderr
    assert done.stderr.count("\n") == 1 and not list(tmp_path.iterdir())


def test_nothing_worth_showing_is_20(tmp_path):
    stage = Stage()
    stage.prompt("hello")
    done = cctl("record", "-", "-o", "a.gif", home=tmp_path, stdin=stage.records)
    assert done.returncode == 20 and "nothing worth showing" in done.stderr and not list(tmp_path.iterdir())


def test_what_is_there_stays_without_force(tmp_path):
    (tmp_path / "a.cast").write_text("mine")
    assert cctl("record", "-", "-o", "a.cast", home=tmp_path, stdin=story().records).returncode == 73
    assert (tmp_path / "a.cast").read_text() == "mine"
    assert cctl("record", "-", "-o", "a.cast", "--force", home=tmp_path, stdin=story().records).returncode == 0


def test_several_at_once_do_not_collide(tmp_path):
    with ThreadPoolExecutor(4) as pool:
        jobs = [
            pool.submit(cctl, "record", "-", "-o", "a.gif", home=tmp_path, stdin=long(3, at).records) for at in range(4)
        ]
        codes = sorted(job.result().returncode for job in jobs)
    assert codes == [0, 73, 73, 73]
    with Image.open(tmp_path / "a.gif") as film:
        assert film.is_animated
    assert [each.name for each in tmp_path.iterdir()] == ["a.gif"]


def test_a_torn_and_a_hostile_stream(tmp_path):
    lines = [json.dumps(each) for each in story().records]
    text = "\n".join([lines[0], '{"type":"call",', "[]", '{"type":"call","input":3}', *lines[1:], lines[3][:40]])
    done = cctl("record", "-", "-o", "a.txt", home=tmp_path, stdin=text)
    assert done.returncode == 0 and "Traceback" not in done.stderr
    assert "tests pass again" in (tmp_path / "a.txt").read_text()


def test_cost_is_hidden_in_every_format(tmp_path):
    cctl("record", "-", *outputs(*TEXTS), "--hide-cost", home=tmp_path, stdin=story().records)
    for name in TEXTS:
        assert not re.search(r"cost_usd|\$0\.10|12\.0k", (tmp_path / name).read_text()), name


def test_a_program_is_recorded_and_its_status_passed_on(tmp_path):
    done = cctl("record", "--pty", "-o", "a.cast", "--", "sh", "-c", "echo hello; exit 7", home=tmp_path)
    assert done.returncode == 7 and "hello" in done.stdout
    made = read((tmp_path / "a.cast").read_text().splitlines())
    assert "".join(event.data for event in made.events) == "hello\r\n"


def test_upload_needs_asciinema(tmp_path):
    done = cctl("record", "-", "-o", "a.cast", "--upload", home=tmp_path, stdin=story().records, PATH="/nonexistent")
    assert done.returncode == 69 and "asciinema is not installed" in done.stderr
