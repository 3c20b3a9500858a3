"""Removing, copying, linking, modes, disks."""

import pytest

from tests.gate import codes


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("rm a.txt", "DELETE(project)"),
        ("rm -rf build", "DELETE_RECURSIVE"),
        ("rm -r build", "DELETE_RECURSIVE(asked)"),
        ("rm -rf /", "DELETE_RECURSIVE"),
        ('rm -rf "$X"', "DELETE_RECURSIVE"),
        ('rm -rf "$TMPDIR/x"', "DELETE_RECURSIVE(unknown)"),
        ('rm -rf "${X:-/}"', "DELETE_RECURSIVE"),
        ('rm -rf "$TMPDIR/../x"', "DELETE_RECURSIVE"),
        ("rm", "UNCLEAR"),
        ("rm -rf /tmp/x", "DELETE_RECURSIVE(tmp)"),
        ("cp a b", "READ(project) WRITE(project)"),
        ("cp ~/.ssh/id_rsa k", "SECRET_VALUE WRITE(project) WRITE(secret)"),
        ("cp settings.json .claude/", "READ(project) SELF WRITE(persist)"),
        ("mv .claude old", "READ(persist) SELF WRITE(persist) WRITE(project)"),
        ("cp -t .git/hooks pre-commit", "READ(project) WRITE(persist)"),
        ("mv a b", "READ(project) WRITE(project)"),
        ("mv /* /tmp", "READ(root) DELETE_RECURSIVE WRITE(tmp)"),
        ("ln -s ../x y", "READ(outside) WRITE(project)"),
        ("ln -s ~/.claude/settings.json y", "READ(agent-config) SELF WRITE(project)"),
        ("chmod +x a.sh", "WRITE(project)"),
        ("chmod -R 777 /etc", "META_RECURSIVE"),
        ("mkfs.ext4 /dev/sda1", "DISK"),
        ("mkfs.ext4 disk.img", "SERVICE"),
        ("cp .env.example .env", "READ(project) WRITE(secret)"),
        ("mv payload/.mcp.json .", "READ(persist) WRITE(persist) WRITE(project)"),
        ("ln -s /etc e; echo x > e/hosts", "READ(system) WRITE(project) INFO WRITE(system)"),
        ("ln ~/.bashrc x; echo x >> x", "READ(persist) WRITE(persist) WRITE(project) INFO"),
        ("cp -l ~/.bashrc x; echo x >> x", "READ(persist) WRITE(project) WRITE(persist) INFO"),
        ("ln -s ~/.ssh k; cat k/config", "READ_SECRET WRITE(secret) WRITE(project) SECRET_VALUE"),
    ],
)
def test_commands_have_their_effects(command: str, expected: str) -> None:
    assert codes(command) == set(expected.split())
