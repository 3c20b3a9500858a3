"""Codex's patches."""

import pytest

from tests.gate import tool

PATCH = "*** Begin Patch\n*** {} File: {}\n+x\n*** End Patch"


@pytest.mark.parametrize(
    ("patch", "decision"),
    [
        (PATCH.format("Add", "src/a.py"), "allow"),
        (PATCH.format("Update", "src/a.py"), "allow"),
        (PATCH.format("Delete", "src/a.py"), "ask"),
        (PATCH.format("Update", ".codex/config.toml"), "deny"),
        (PATCH.format("Add", ".git/hooks/pre-commit"), "ask"),
        (PATCH.format("Add", "/etc/hosts"), "ask"),
        (PATCH.format("Add", "src/a.py") + "\n*** Move to: ../../etc/x", "ask"),
        ("*** Begin Patch\n*** Update File: a\n*** Move to: .claude/settings.json\n*** End Patch", "deny"),
        ("nothing", "ask"),
    ],
)
def test_each_file_of_a_patch_counts(patch: str, decision: str) -> None:
    assert tool("apply_patch", input=patch) == decision


def test_a_patch_given_as_words() -> None:
    assert tool("apply_patch", command=["apply_patch", PATCH.format("Add", "a.py")]) == "allow"
    assert tool("apply_patch", command=["sh", "-c", "x"]) == "ask"
    assert tool("apply_patch", input=PATCH.format("Add", "a.py"), strange=1) == "ask"
