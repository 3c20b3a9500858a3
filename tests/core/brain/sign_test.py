"""Signatures: what is the same to a person, and what isn't."""

from __future__ import annotations

import pytest

from cctl.core.brain.sign import LONGEST, project_id, signature, tier
from tests.gate import FACTS, PROJECT, judge


def sign(command: str) -> str:
    return tool("Bash", command=command)


def tool(name: str, **given: object) -> str:
    call = {"tool": name, "input": given, "cwd": PROJECT}
    return signature(name, given, judge().survey(call, FACTS))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("grep -n a src/x", "grep -n 'b c' src/y/z"), ("head -5 a", "head -20 b"),
        ("git  push  origin x-1", "git push origin y-2"),
        ("cat a; cat b", "cat c"), ("git commit -m 'one'", "git commit -m two"), ("rm a.txt", "rm b.txt c.txt"),
        ("curl https://a.org/x?y=1", "curl https://a.org/z"),
    ],
)  # fmt: skip
def test_what_a_person_would_answer_alike_is_one(one: str, other: str) -> None:
    assert sign(one) and sign(one) == sign(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("npm run test", "npm run deploy"), ("git push origin x-1", "git push origin main"), 
        ("git push", "git push --force"),
        ("git -C x push", "git -C x pull"), ("cd a && rm b", "cd a && ls b"), ("FOO=1 acme", "FOO=1 other"),
        ("curl https://a.org", "curl https://b.org"), ("cat a", "cat ~/a"), ("acme status", "acme deploy"),
        ("python x.py", "python y.py"), ("rm a", "sudo rm a"), ("acme 'a b'", "acme a b"),
        ("git push o HEAD:main", "git push o x:y"),
        ("grep a b", "grep a b | sh"), ("аcme x", "acme x"), ("make test", "make test deploy"),
    ],
)  # fmt: skip
def test_what_a_person_might_answer_otherwise_is_two(one: str, other: str) -> None:
    assert sign(one) != sign(other)


@pytest.mark.parametrize(
    "command", ["make $X", "$X a", "acme $(date)", 'echo "unclosed', "; ".join(f"acme{n}" for n in range(40))]
)
def test_what_is_only_known_when_it_runs_has_none(command: str) -> None:
    assert sign(command) == ""


def test_a_signature_is_one_line_whatever_the_call_holds() -> None:
    for command in ("acme 'a\nb\tc'", "acme $'\\x1b[2K'", "acme ' [INFO] <x>'", "acme " + "x" * 5000, "acme 日本"):
        found = sign(command)
        assert found.isprintable() and "\t" not in found and len(found) <= LONGEST
    assert sign("acme " + "x" * 5000) != sign("acme " + "x" * 5001)


def test_tools_are_told_by_name_and_by_what_they_run() -> None:
    assert tool("mcp__db__query", sql="1") == tool("mcp__db__query", sql="2") != tool("mcp__db__query", sql="1", to="x")
    assert tool("Skill", skill="deploy") != tool("Skill", skill="lint")
    assert tool("Edit", file_path="a", old_string="x", new_string="y") == tool(
        "Edit", file_path="b", old_string="", new_string="z"
    )


def test_projects_are_told_by_their_whole_path() -> None:
    assert project_id("/a/api") != project_id("/b/api") and project_id(None) == "" == project_id("")


def test_the_strictest_effect_sets_the_tier() -> None:
    tiers = {"NET_GET": "T2", "DELETE": "T2"}
    assert tier("Bash ls [INFO]", tiers) == "T1" and tier("Bash curl [NET_GET(other)] <a>", tiers) == "T2"
    assert tier("Bash ls [INFO]; rm [DELETE(project)]", tiers) == "T2"
