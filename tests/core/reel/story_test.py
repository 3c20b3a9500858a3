"""A story must remember what went wrong until it is put right."""

from __future__ import annotations

from cctl.core.reel.story import Story
from tests.staged import FAILED, FOLDER, PASSED, Stage, long, story
from tests.taste import TASTE


def told(stage: Stage) -> list[dict]:
    made = Story(TASTE)
    for record in stage.records:
        made.feed(record)
    return made.moments()


def test_red_fix_green_are_tied_together():
    moments = told(story())
    tests = [each for each in moments if each["kind"] == "test"]
    assert [each["tags"] for each in tests] == [["red", "fixed"], ["green"]]
    fix = next(each for each in moments if each["title"] == "greet.py")
    assert "fix" in fix["tags"]


def test_an_edit_that_failed_is_mended_by_the_next_of_the_file():
    moments = told(story())
    error = next(each for each in moments if each["kind"] == "error")
    assert error["title"] == "Edit mail.py" and "fixed" in error["tags"]


def test_refused_calls_commits_agents_and_looks():
    moments = told(story())
    refused = next(each for each in moments if "denied" in each["tags"])
    assert refused["data"]["denied_by"] == "human" and "text" not in refused
    assert next(each for each in moments if each["kind"] == "commit")["title"] == "1a2b3c4 Greet properly"
    assert next(each for each in moments if each["kind"] == "subagent")["title"] == "Explore: Find other greetings"
    assert next(each for each in moments if each["kind"] == "look")["title"].startswith("Read ")


def test_a_first_green_run_without_a_red_one_is_just_a_test():
    stage = Stage()
    stage.prompt("x")
    stage.run("pytest", PASSED)
    assert told(stage)[-1]["tags"] == []


def test_a_masked_exit_status_is_read_from_the_text():
    stage = Stage()
    stage.run("pytest | tail -3", FAILED)
    assert told(stage)[0]["tags"] == ["red"]


def test_thinking_prompts_of_machines_and_sub_agents_are_no_part():
    stage = Stage()
    stage.prompt("hello")
    stage.records[-1]["source"] = "task_notification"
    stage.words("hi")
    stage.records[-1]["agent_id"] = "a1"
    assert told(stage) == []


def test_patches_from_the_shell():
    stage = Stage("codex")
    patch = "*** Begin Patch\n*** Update File: a.py\n@@\n-x\n+y\n*** End Patch"
    stage.call("shell", {"command": ["apply_patch", patch]}, "Success")
    edit = told(stage)[0]
    assert (edit["kind"], edit["patches"][0]["path"]) == ("edit", "a.py")


def test_a_long_session_is_held_in_bounds_and_keeps_the_best():
    made = Story(TASTE._replace(limit={**TASTE.limit, "moments": 60}))
    for record in long(60).records:
        made.feed(record)
    assert len(made.moments()) <= 61
    assert {each["kind"] for each in made.moments()} >= {"prompt", "edit", "test", "commit", "text"}
    assert sum(each["kind"] == "commit" for each in made.moments()) >= 5


def test_hostile_records_do_not_break_the_story():
    stage = Stage()
    for given in ({}, {"command": None}, {"file_path": 3}, {"edits": "x"}, {"command": "x" * 300_000}):
        for tool in ("Bash", "Edit", "Agent", "Read", "Other"):
            stage.call(tool, given, "y" * 300_000)
            stage.call(tool, given, "\x1b[2J" * 1000, error=True, patches=[{"hunks": 3}])
    stage.records += [
        {"type": "result"},
        {"type": "call"},
        {"type": "turn"},
        {"type": "notice"},
        {"type": "message"},
        {},
    ]
    stage.call("Edit", {"file_path": f"{FOLDER}/a"}, patches=[{"path": None, "hunks": [{"lines": [1]}]}])
    assert told(stage)
