"""git, by subcommand and flag."""

import pytest

from tests.gate import codes


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("git status", "READ(project)"),
        ("git commit -m x", "VCS_LOCAL"),
        ("git push", "VCS_REMOTE"),
        ("git push origin :old", "VCS_REMOTE VCS_REWRITE"),
        ("git push --force-with-lease", "VCS_REMOTE VCS_REWRITE"),
        ("git push -f", "VCS_REMOTE VCS_FORCE"),
        ("git push origin +main", "VCS_REMOTE VCS_FORCE"),
        ("git push origin :main", "VCS_REMOTE VCS_REWRITE"),
        ("git branch --delete --force x", "READ(project) VCS_REWRITE DISCARD"),
        ("git switch -c feature/x", "VCS_LOCAL"),
        ("git push --dry-run --force", "REMOTE_READ"),
        ("git reset --hard", "DISCARD"),
        ("git reset --har", "DISCARD"),
        ("git reset HEAD~1", "VCS_LOCAL"),
        ("git checkout main", "VCS_LOCAL"),
        ("git checkout -- a.c", "DISCARD"),
        ("git checkout .", "DISCARD"),
        ("git checkout -b new", "VCS_LOCAL"),
        ("git restore --staged a", "VCS_LOCAL"),
        ("git restore a", "DISCARD"),
        ("git clean -fdx", "DISCARD"),
        ("git clean -n", "READ(project)"),
        ("git stash", "VCS_LOCAL"),
        ("git stash drop", "DISCARD"),
        ("git branch", "READ(project)"),
        ("git branch new", "VCS_LOCAL READ(project)"),
        ("git branch -D old", "DISCARD READ(project)"),
        ("git -C /etc status", "READ(project)"),
        ("git -c core.pager=evil log", "EXEC_HIJACK READ(project)"),
        ("git -c alias.x=!rm x", "EXEC_HIJACK UNCLEAR"),
        ("git show HEAD:.env", "SECRET_VALUE READ(project)"),
        ("git log --output=/etc/x", "READ(project) WRITE(system)"),
        ("git diff -C --output=/etc/x", "READ(project) WRITE(system)"),
        ("git config user.name", "READ(vcs-internal)"),
        ("git config core.hooksPath x", "WRITE(vcs-internal) EXEC_HIJACK"),
        ("git clone https://github.com/a/b", "VCS_LOCAL NET_GET(known)"),
        ("git fetch ext::sh", "REMOTE_READ EXEC_UNKNOWN"),
        ("git reflog expire --expire=now --all", "VCS_REWRITE DISCARD"),
        ("git frobnicate", "UNCLEAR"),
        ("git tag v1", "READ(project) VCS_LOCAL"),
        ("git tag -l", "READ(project)"),
        ("git rebase main", "VCS_REWRITE"),
        ("git add .env", "VCS_LOCAL READ_SECRET"),
        ("git diff .env", "READ(project) SECRET_VALUE"),
        ("git -C /srv/other commit -m x", "VCS_LOCAL WRITE(system)"),
        ("git -C /srv/other status", "READ(project)"),
        ("git -c url.x.insteadof=y fetch", "EXEC_HIJACK REMOTE_READ"),
        ("GIT_AUTHOR_NAME=x git commit -m x", "VCS_LOCAL"),
        ("GIT_WORK_TREE=/x git status", "EXEC_HIJACK READ(project)"),
    ],
)
def test_commands_have_their_effects(command: str, expected: str) -> None:
    assert codes(command) == set(expected.split())
