"""What a name stands for: a session, a file of either kind, a cast, a stream; and a session that goes on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

from tests.cctl_run import ROOT, cctl
from tests.staged import story

ID = "0190c0de-0000-4000-8000-000000000001"


def line(kind, content, at, **more):
    base = {"sessionId": ID, "cwd": "/home/bob/shop", "version": "2.1.328", "uuid": f"u{at}", "parentUuid": None}
    return {
        **base,
        "type": kind,
        "timestamp": f"2026-11-20T09:00:{at:02d}.000Z",
        "message": {"role": kind, "content": content},
        **more,
    }


def transcript():
    edit = {"file_path": "/home/bob/shop/a.py", "old_string": "x = 1", "new_string": "x = 2"}
    call = {"type": "tool_use", "id": "toolu_1", "name": "Edit", "input": edit}
    lines = [line("user", "Make it two", 0), line("assistant", [call], 1)]
    lines[1]["message"] |= {
        "id": "msg_1",
        "model": "claude-opus-4-5-20251101",
        "usage": {"input_tokens": 5, "output_tokens": 7},
    }
    result = [{"type": "tool_result", "tool_use_id": "toolu_1", "content": "ok"}]
    hunk = {"oldStart": 1, "oldLines": 1, "newStart": 1, "newLines": 1, "lines": ["-x = 1", "+x = 2"]}
    return [*lines, line("user", result, 2, toolUseResult={"filePath": edit["file_path"], "structuredPatch": [hunk]})]


def placed(home, lines):
    folder = home / ".claude/projects/-home-bob-shop"
    folder.mkdir(parents=True)
    path = folder / f"{ID}.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in lines))
    return path


def test_a_session_a_file_a_stream_give_the_same_reel(tmp_path):
    path = placed(tmp_path, transcript())
    texts = []
    for at, (name, stdin) in enumerate((("0190", ""), (str(path), ""), ("-", path.read_text()))):
        done = cctl("record", name, "-o", f"{at}.md", home=tmp_path, stdin=stdin)
        assert done.returncode == 0, done.stderr
        texts.append((tmp_path / f"{at}.md").read_text())
    assert texts[0] == texts[1] == texts[2]
    assert "-x = 1\n+x = 2" in texts[0] and "~/shop" in texts[0]


def test_a_file_of_records_and_a_stream_that_is_none(tmp_path):
    (tmp_path / "r.jsonl").write_text("".join(json.dumps(each) + "\n" for each in story().records))
    assert cctl("record", "r.jsonl", "-o", "a.txt", home=tmp_path).returncode == 0
    done = cctl("record", "-", "-o", "b.txt", home=tmp_path, stdin="what is this\n" * 3)
    assert done.returncode == 66 and "neither records" in done.stderr


def test_a_session_is_followed_until_it_ends(tmp_path):
    """The process that the registry names is ours; the reel is written when it is gone."""
    lines = transcript()
    path = placed(tmp_path, lines[:1])
    other = subprocess.Popen([sys.executable, "-c", "import sys; sys.stdin.read()"], stdin=subprocess.PIPE)
    registry = tmp_path / ".claude/sessions"
    registry.mkdir()
    entry = {
        "pid": other.pid,
        "sessionId": ID,
        "cwd": "/home/bob/shop",
        "status": "busy",
        "updatedAt": int(time.time() * 1000),
    }
    (registry / f"{other.pid}.json").write_text(json.dumps(entry))
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "TZ": "UTC", "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-m", "cctl", "record", "--live", "0190", "-o", "live.md"]
    with subprocess.Popen(
        words, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as follower:
        with path.open("a") as file:
            for each in lines[1:]:
                file.write(json.dumps(each) + "\n")
        assert not (tmp_path / "live.md").exists()
        other.stdin.close()
        other.wait(10)
        out, err = follower.communicate(timeout=60)
    assert follower.returncode == 0, err
    assert "-x = 1\n+x = 2" in (tmp_path / "live.md").read_text() and b'"done"' in out
