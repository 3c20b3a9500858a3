"""Records fit to be given away."""

from __future__ import annotations

import json

from cctl.core.redact import Redactor
from cctl.core.scrub import Scrubber

STREAM = [
    {"type": "session", "v": 1, "ts": "t", "session": "s", "project": "/home/jo/acme-secret", "branch": "feature/moon"},
    {"type": "call", "v": 1, "ts": "t", "session": "s", "tool": "Bash", "cwd": "/home/jo/acme-secret/sub",
     "input": {"command": "cat /home/jo/acme-secret/a && git push origin feature/moon # hush hush"},
     "src": {"path": "/home/jo/.claude/projects/x/y.jsonl", "line": 3}},
]  # fmt: skip


def scrubbed() -> str:
    scrub = Scrubber(Redactor(home="/home/jo", user="jo"), ["hush hush"])
    return "\n".join(json.dumps(scrub(record)) for record in STREAM)


def test_projects_branches_paths_and_words_get_stand_ins() -> None:
    text = scrubbed()
    for private in ("acme", "moon", "/home/jo", "hush", "y.jsonl"):
        assert private not in text, private
    assert "/transcript-1.jsonl" in text
    assert '"line": 3' in text


def test_the_same_thing_keeps_one_stand_in() -> None:
    session, call = (json.loads(line) for line in scrubbed().split("\n"))
    assert session["project"] == "/project-1"
    assert session["project"] + "/a" in call["input"]["command"]
    assert session["branch"] in call["input"]["command"]


def test_what_tells_nothing_stays() -> None:
    scrub = Scrubber(Redactor())
    record = {"type": "session", "v": 1, "ts": "2026-01-01T00:00:00.000Z", "session": "abc", "branch": "main", "n": 1}
    assert scrub(record) == record


def test_a_title_is_hidden_from_the_record_on_that_tells_it() -> None:
    scrub = Scrubber(Redactor())
    for data in ({"title": "Zebra migration", "by": "ai-title"}, {"name": "Okapi", "by": "custom-title"}):
        told = scrub({"type": "notice", "v": 1, "ts": "", "session": "s", "kind": "title", "data": data})
        assert not {"Zebra migration", "Okapi"} & set(told["data"].values())
    assert scrub({"type": "session", "title": "Zebra migration"})["title"] == "title-1"
