"""A row's own effects depend on the folder."""

import pytest

from tests.gate import codes


@pytest.mark.parametrize(
    ("cwd", "expected"),
    [
        ("/work/site", {"EXEC_PROJECT"}),
        ("/work/site/src", {"EXEC_PROJECT"}),
        ("/work/other", {"EXEC_PROJECT", "EXEC_FILE(other)"}),
        ("/tmp/x", {"EXEC_PROJECT", "EXEC_FILE(other)"}),
    ],
)
def test_running_a_project_counts_as_the_project_only_inside(cwd: str, expected: set[str]) -> None:
    assert codes("npm test", cwd) == expected


@pytest.mark.parametrize(
    ("command", "cwd", "expected"),
    [
        ("git commit -m x", "/work/site", {"VCS_LOCAL"}),
        ("git commit -m x", "/home/ada/x", {"VCS_LOCAL", "WRITE(home)"}),
        ("git -C /etc commit -m x", "/work/site", {"VCS_LOCAL", "WRITE(system)"}),
        ("git push --dry-run --force", "/work/site", {"REMOTE_READ"}),
        ("npm install", "/home/ada/.config/cctl", {"PKG_INSTALL", "SELF"}),
        ("cargo clean", "/etc", {"PKG_REMOVE"}),
        ("false || cd /srv/x && npm test", "/work/site", {"INFO", "SHELL", "EXEC_PROJECT", "EXEC_FILE(other)"}),
    ],
)
def test_what_is_written_is_written_there(command: str, cwd: str, expected: set[str]) -> None:
    assert codes(command, cwd) == expected
