"""Records become deeds."""

from __future__ import annotations

from typing import Any

from cctl.core.activity.command import Runners
from cctl.core.activity.deed import PROMPT_MOST, Deed, Fact, Outcome, Seen, Watcher

RUNNERS = Runners({"programs": {"pytest": []}, "scripts": [], "runs": {}})
TS = "2026-11-01T00:00:01.000Z"
MS = 1_793_491_201_000


def seen(noun: str, /, **fields: Any) -> list[Seen]:
    watcher = Watcher(RUNNERS, lambda text: text.replace("SECRET", "[hidden]"))
    return list(watcher.see({"type": noun, "v": 1, "ts": TS, "session": "s", "agent": "claude", **fields}))


def test_a_prompt_is_a_redacted_deed_with_its_id() -> None:
    (deed,) = seen("turn", id="u1", prompt="use SECRET " + "x" * 9000, source="human", cwd="/p", branch="main")
    assert isinstance(deed, Deed)
    assert (deed.id, deed.ms, deed.kind, deed.mark, deed.cwd, deed.branch) == ("u1", MS, "turn", "human", "/p", "main")
    assert deed.text.startswith("use [hidden] x")
    assert len(deed.text) <= PROMPT_MOST + 10


def test_calls_are_marked_by_what_they_do() -> None:
    (run,) = seen("call", id="c", tool="Bash", input={"command": "pytest SECRET"})
    (edit,) = seen("call", id="c", tool="Edit", input={"file_path": "/p/a.py", "old_string": "SECRET"})
    (commit,) = seen("call", id="c", tool="Bash", input={"command": "git commit -m 'Add SECRET'"})
    (patch,) = seen(
        "call", id="c", tool="apply_patch", input={"input": "*** Update File: a.py\n+x\n*** Add File: b.py\n"}
    )
    (search,) = seen("call", id="c", tool="Grep", input={"pattern": "needle", "path": "/p"})
    assert [d.mark for d in (run, edit, commit, patch, search) if isinstance(d, Deed)] == [
        "test",
        "edit",
        "commit",
        "edit",
        "",
    ]
    assert isinstance(run, Deed)
    assert run.text == "pytest [hidden]"
    assert isinstance(edit, Deed)
    assert (edit.paths, edit.text) == ("/p/a.py", "")
    assert isinstance(commit, Deed)
    assert commit.text == "Add [hidden]"
    assert isinstance(patch, Deed)
    assert patch.paths.split() == ["a.py", "b.py"]
    assert isinstance(search, Deed)
    assert (search.text, search.paths) == ("needle", "/p")


def test_results_become_outcomes() -> None:
    assert seen("result", call="c", error=True, exit_code=2) == [Outcome("c", 1, 2, "")]
    assert seen("result", call="c", error=True, denied={"by": "human"}) == [Outcome("c", 1, -1, "human")]
    assert seen("result", call="c", error=False) == [Outcome("c", 0, -1, "")]


def test_sessions_and_titles_become_facts() -> None:
    facts = seen("session", title="About SECRET", model="m", state=None, project="/p")
    assert facts == [
        Fact("s", "claude", "title", "About [hidden]", MS),
        Fact("s", "claude", "project", "/p", MS),
        Fact("s", "claude", "model", "m", MS),
    ]
    assert seen("notice", kind="title", data={"title": "T"})[0] == Fact("s", "claude", "title", "T", MS)


def test_notices_without_an_id_get_a_stable_one() -> None:
    (first,), (again,) = seen("notice", kind="compaction", data={}), seen("notice", kind="compaction", data={})
    assert first == again
    assert isinstance(first, Deed)
    assert first.id == f"s::compaction:{MS}"
    assert seen("notice", kind="other") == []
    assert seen("spend", id="x") == []


def test_odd_shapes_do_no_harm() -> None:
    assert seen("call", id="c", tool="Bash", input="text")
    assert seen("call", id="c", tool="Bash", input={"command": ["a"]})
    assert seen("call", id="c", tool=None, input=None)
    assert seen("notice", kind="title", data=[1]) == []
    assert seen("turn", id="u", prompt=None)


def test_titles_and_names_can_be_searched_for() -> None:
    found = seen("notice", kind="title", data={"title": "Plan SECRET", "by": "ai-title"})
    fact, titled = found
    assert isinstance(fact, Fact) and isinstance(titled, Deed)
    assert (titled.kind, titled.text) == ("title", fact.value) and "SECRET" not in titled.text
    (named,) = seen("notice", kind="title", data={"name": "shop", "by": "custom-title"})
    assert isinstance(named, Deed)
    assert (named.kind, named.text) == ("title", "shop") and named.id != titled.id
    assert seen("notice", kind="title", data={"title": 5}) == []


def test_what_a_compaction_kept_can_be_searched_for() -> None:
    (deed,) = seen("notice", kind="other", data={"what": "summary", "text": "The SECRET was moved" + "x" * 9000})
    assert isinstance(deed, Deed) and (deed.kind, deed.text[:17]) == ("summary", "The [hidden] was ")
    assert len(deed.text) <= PROMPT_MOST + 10
    assert seen("notice", kind="other", data={"what": "summary", "text": 5}) == []
    assert seen("notice", kind="other", data={"what": "shell", "command": "ls"}) == []
