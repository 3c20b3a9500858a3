"""From what a file says to a plan."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cctl.core.plan.read import joined, read
from cctl.core.plan.task import Plan


def good(**given: Any) -> Plan:
    plan, problems = read(given)
    assert problems == []
    return plan


def wrong(**given: Any) -> list[str]:
    _, problems = read(given)
    return [str(each) for each in problems]


def task(name: str = "a", **more: Any) -> dict[str, Any]:
    return {"name": name, "command": ["true"], **more}


def test_the_first_tools_files_are_taken_as_they_are() -> None:
    plan = good(
        retries=2,
        tasks=[
            {"name": "Write the parser", "cwd": "./backend", "prompt": "Write it."},
            {
                "name": "Write the page",
                "prompt": "So far: {{Write the parser.stdout}}",
                "depends_on": ["Write the parser"],
            },
            {"name": "Tell", "prompt": "Go on", "resume": "session-7", "peer": "other"},
        ],
    )
    first, second, third = plan.tasks
    assert (first.agent, first.retries, first.slug, first.cwd) == ("claude", 2, "Write-the-parser", "./backend")
    assert (second.depends_on, third.resume, third.peer) == (("Write the parser",), "session-7", "other")


def test_names_with_blanks_are_only_for_those() -> None:
    assert "must be 1 to 64" in wrong(tasks=[task("two words")])[0]


@pytest.mark.parametrize("name", ["", "..", "a/b", "a\nb", "x" * 65, "{a}", "-", "a\x1bb"])
def test_unsafe_names_are_refused(name: str) -> None:
    assert wrong(tasks=[task(name)])
    assert wrong(tasks=[{"name": name, "prompt": "p"}]) or name == "x" * 65


def test_file_names_never_meet() -> None:
    plan = good(tasks=[{"name": name, "prompt": "p"} for name in ("A b", "a-b", "A-B", "ä b")])
    slugs = [each.slug.lower() for each in plan.tasks]
    assert len(set(slugs)) == 4


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"tasks": []}, "no tasks"),
        ({"tasks": "x"}, "no tasks"),
        ({"tasks": ["x"]}, "every task must be a table"),
        ({"taks": [task()]}, "did you mean 'tasks'?"),
        ({"tasks": [task(), task()]}, "two tasks are named 'a'"),
        ({"tasks": [task(budget_us=1)]}, "did you mean 'budget_usd'?"),
        ({"tasks": [task(depends_on=["b"])]}, "depends on 'b', which isn't there"),
        ({"tasks": [task(depends_on=["a"])]}, "a → a"),
        ({"tasks": [task("a", depends_on=["b"]), task("b", depends_on=["a"])]}, "wait for each other"),
        ({"tasks": [{"name": "a"}]}, "either a 'prompt' or a 'command'"),
        ({"tasks": [task(prompt="p")]}, "either a 'prompt' or a 'command'"),
        ({"tasks": [task(command="make test")]}, "a list of words"),
        ({"tasks": [task(timeout="soon")]}, "a duration"),
        ({"tasks": [task(retries=-1)]}, "a whole number"),
        ({"tasks": [task(retries=True)]}, "a whole number"),
        ({"tasks": [task(model="m")]}, "is for agents"),
        ({"tasks": [task(agent="claude")]}, "a command has no agent"),
        ({"tasks": [task(outputs=["../x"])]}, "below the task's folder"),
        ({"tasks": [task(protected=["/etc"])]}, "below the task's folder"),
        ({"tasks": [task(env={"A=B": "x"})]}, "a table of texts"),
        ({"tasks": [task(verify=[{"run": "x", "brain": "y"}])]}, "exactly one of"),
        ({"tasks": [task(verify=[{"runn": "x"}])]}, "did you mean 'run'?"),
        ({"tasks": [task(when='b.state == "failed"')]}, "no task 'b'"),
        ({"tasks": [task("b"), task("a", when='b.state == "failed"')]}, "isn't in depends_on"),
        ({"tasks": [task()], "version": 2}, "version 2"),
        ({"tasks": [task(max_retries=1, retries=2)]}, "says again"),
        ({"tasks": [{"name": "a", "prompt": "p", "agent": "codex", "allowed_tools": ["x"]}]}, "is for claude"),
    ],
)
def test_mistakes_are_named(given: dict[str, Any], said: str) -> None:
    assert any(said in each for each in wrong(**given)), wrong(**given)


def test_all_mistakes_at_once() -> None:
    found = wrong(tasks=[task(foo=1, depends_on=["x"]), task("b", timeout=0)])
    assert len(found) == 3


def test_supervisors_names_and_forms_are_accepted() -> None:
    plan = good(
        task=[
            {"name": "a", "prompt": "p", "role": "coder", "max_retries": 2, "timeout_min": 45,
             "verify": [{"run": "make test", "retries": 2}, {"brain": "Good?"}, {"agent": "Check.", "model": "m"}]},
            {"name": "b", "prompt": "make", "agent": "shell", "verifiers": [{"kind": "run", "command": "x"}, "y"]},
        ]
    )  # fmt: skip
    first, second = plan.tasks
    assert (first.retries, first.timeout_s) == (2, 2700.0)
    assert [each.kind for each in first.verify] == ["run", "brain", "agent"]
    assert first.verify[0].command == ("sh", "-c", "make test")
    assert second.command == ("sh", "-c", "make")
    assert [each.text for each in second.verify] == ["x", "y"]


def test_a_family_stands_for_all_of_it() -> None:
    plan = good(tasks=[task("t", matrix={"os": ["a", "b"]}), task("u", depends_on=["t"])])
    assert plan.by_name()["u"].depends_on == ("t.a", "t.b")


def test_what_holds_for_all_may_stand_in_a_table_of_its_own() -> None:
    rows = [{"name": "a", "command": ["x"]}]
    inside, problems = read({"plan": {"version": 1, "max_parallel": 3}, "task": rows})
    assert problems == [] and inside.max_parallel == 3
    assert read({"max_parallel": 3, "task": rows})[0] == inside
    assert "max_parallal" in read({"plan": {"max_parallal": 3}, "task": rows})[1][0].message
    assert read({"plan": 3, "task": rows})[1]


def test_records_make_a_plan() -> None:
    given = joined([
        {"type": "plan", "v": 1, "ts": "x", "max_parallel": 3},
        {"type": "task", "v": 1, "ts": "x", **task()},
        {"type": "task", **task("b", depends_on=["a"])},
    ])  # fmt: skip
    plan = good(**given)
    assert (plan.max_parallel, [each.name for each in plan.tasks]) == (3, ["a", "b"])


KEYS = ["name", "prompt", "command", "verify", "matrix", "when", "depends_on", "x"]
json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@given(
    st.dictionaries(st.sampled_from(["tasks", "task", "version", "retries", "x"]), json | st.lists(json), max_size=3)
)
def test_nothing_that_a_file_may_say_breaks_it(given: dict[str, Any]) -> None:
    plan, problems = read(given)
    assert problems or plan.tasks
