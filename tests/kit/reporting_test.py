"""The window, the previous one, the projects that were asked for."""

from __future__ import annotations

import json

from tests.cctl_run import cctl


def lines(at, project, tokens):
    message = {"id": f"msg_{at}", "role": "assistant", "model": "claude-opus-4-5-20251101", "content": []}
    message["usage"] = {"input_tokens": tokens, "output_tokens": 0}
    base = {
        "sessionId": f"0190c0de-0000-4000-8000-00000000000{at}",
        "cwd": f"/home/bob/{project}",
        "version": "2.1.328",
    }
    stamped = {"type": "assistant", "uuid": f"u{at}", "requestId": f"r{at}", "message": message}
    return {**base, **stamped, "timestamp": f"2026-11-{20 - at * 5:02d}T09:00:00.000Z"}


def test_windows_and_projects(tmp_path):
    for at, project in enumerate(("shop", "site", "shop")):
        folder = tmp_path / f".claude/projects/-home-bob-{project}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"0190c0de-0000-4000-8000-00000000000{at}.jsonl").write_text(
            json.dumps(lines(at, project, 1000 * (at + 1))) + "\n"
        )

    def facts(*words):
        done = cctl("report", "-o", "a.json", "--force", *words, home=tmp_path)
        assert done.returncode == 0, done.stderr
        return json.loads((tmp_path / "a.json").read_text())["facts"]

    assert facts("--since", "7d")["responses"]["value"] == 2
    assert facts("--since", "30d")["tokens"]["value"] == 6000
    assert facts("--since", "30d", "-p", "shop")["tokens"]["value"] == 4000
    compared = facts("--since", "7d", "--compare", "previous")
    assert compared["tokens"] == {"value": 3000, "before": 3000}


def test_records_of_spend_and_sessions_fill_a_report_without_memory(tmp_path):
    from tests.plotted import by_day_and_model, by_project, sessions

    given = [*by_day_and_model(), *by_project(), *sessions()]
    done = cctl("report", "-", "--only-records", "-o", "a.json", home=tmp_path, stdin=given)
    assert done.returncode == 0, done.stderr
    assert list(json.loads((tmp_path / "a.json").read_text())["sections"]) == [
        "spend",
        "models",
        "projects",
        "sessions",
        "budget",
    ]
