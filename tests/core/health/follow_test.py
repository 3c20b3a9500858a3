import pytest

from cctl.core.health.follow import follow
from cctl.core.health.history import History
from fixtures.health.story import Story
from tests.core.health.told import session


def followed(story: Story) -> History:
    history = History(story.name)
    for record in story.records:
        follow(history, record)
    return history


def test_a_record_counts_once_however_often_it_is_read() -> None:
    story = session().work(3)
    once = followed(story)
    story.records *= 3
    again = followed(story)
    assert again.tokens == once.tokens and again.count == once.count
    assert len(again.thread("").steps) == len(once.thread("").steps)


def test_a_later_sighting_of_a_response_adds_only_what_is_more() -> None:
    story = session()
    story.respond(1000)
    story.records.append(dict(story.records[-1], tokens={**story.records[-1]["tokens"], "output": 900}))
    history = followed(story)
    assert history.count == 1 and history.responses[-1].tokens[1] == 900


@pytest.mark.parametrize(
    ("command", "progress"),
    [
        ("git commit -m x", True),
        ("git -C /p push", True),
        ("git status", False),
        ("echo git commits", False),
        ("cd p && git merge topic", True),
    ],
)
def test_what_changes_history_is_progress(command: str, progress: bool) -> None:
    story = session()
    story.wait(100).bash(command, "done")
    assert (followed(story).progress_ms > story.ms - 50_000) is progress


@pytest.mark.parametrize(
    ("command", "polls"),
    [
        ("sleep 5; ls", True),
        ("tail -f log", True),
        ("npm run test -- --watch", True),
        ("ls", False),
        ("make", False),
        ("gh run list -L1", True),
        ("cd p && kubectl get pods", True),
        ("aws ecs describe-tasks --x", True),
        ("aws ec2 describe-instances", True),
        ("gcloud run services describe api", True),
        ("glab ci status", True),
        ("az vm list", True),
        ("squeue -u me", True),
        ("sacct -j 7", True),
        ("helm status api", True),
        ("Start-Sleep 5", True),
        ("wait %1", True),
        ("gh pr create", False),
    ],
)
def test_what_waits_is_polling(command: str, polls: bool) -> None:
    story = session()
    story.bash(command)
    assert followed(story).thread("").steps[-1].polls is polls


def test_looking_while_a_task_runs_is_polling_too() -> None:
    story = session()
    story.bash("make all", background="b1")
    story.bash("cat build.log")
    assert followed(story).thread("").steps[-1].polls
    story.put("notice", kind="task", data={"task": "b1", "status": "completed"})
    story.bash("cat build.log")
    assert not followed(story).thread("").steps[-1].polls


def test_a_rest_ends_what_dangled() -> None:
    story = session()
    story.call("Bash", {"command": "make"})
    story.put("notice", kind="rest", data={})
    history = followed(story)
    assert history.calls == {} and history.waits


def test_odd_records_change_nothing_and_raise_nothing() -> None:
    history = History("s")
    for record in (
        {"type": "call", "id": 5},
        {"type": "call", "id": "c", "input": "x", "tool": None},
        {"type": "result", "call": "c", "hash": None, "denied": "by magic", "background": 7},
        {"type": "result", "call": "none"},
        {"type": "spend", "id": None, "tokens": "many", "cost_usd": float("nan")},
        {"type": "notice", "kind": 5, "data": []},
        {"type": "notice", "kind": "task", "data": {"task": None}},
        {"type": "turn", "ts": "yesterday"},
        {"type": "nova"},
    ):
        follow(history, record)
    assert history.tokens == 0


def test_a_patch_by_the_shell_is_an_edit() -> None:
    story = session()
    story.wait(100).step("exec_command", {"cmd": "apply_patch <<'EOF'\n*** Update File: a.py\nEOF"}, "done")
    assert followed(story).progress_ms > story.ms - 50_000
    story.step("exec_command", {"cmd": "apply_patch <<'EOF'\nEOF"}, "no", error=True)
    assert not followed(story).thread("").steps[-1].edits


def test_what_comes_from_the_cache_is_not_new() -> None:
    story = session()
    story.respond(1000)
    story.respond(1000)
    history = followed(story)
    last = history.responses[-1].tokens
    assert history.tokens - history.new_tokens == last[4] > 0
