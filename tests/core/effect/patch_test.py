"""Codex's patches."""

import pytest

from tests.gate import decision, tool

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


def test_a_patch_handed_to_the_program_in_a_shell() -> None:
    def said(path: str, before: str = "") -> str:
        return decision(f"{before}apply_patch <<'EOF'\n{PATCH.format('Add', path)}\nEOF")

    assert said("src/a.py") == "allow"
    assert said("a.py", "cd src && ") == "allow"
    assert said("a.py", "cd /etc && ") == "ask"
    assert said(".git/hooks/pre-commit") == "ask"
    assert said(".claude/settings.json") == "deny"
    assert decision("apply_patch <<EOF\n$(cat x)\nEOF") == "ask"
    assert decision("apply_patch nothing") == "ask"
    assert decision("apply_patch") == "ask"
