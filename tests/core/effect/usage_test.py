"""Programs asked about themselves, or called with nothing."""

import pytest

from tests.gate import codes


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("git", "INFO"),
        ("git version", "READ(project)"),
        ("docker --version", "INFO"),
        ("kubectl help", "REMOTE_READ"),
        ("brew help install", "REMOTE_READ"),
        ("docker network", "INFO"),
        ("gcloud compute", "UNCLEAR"),
        ("aws ec2 help", "INFO"),
        ("sort --version", "INFO"),
        ("shutdown -h", "SHUTDOWN"),
        ("mount", "INFO"),
        ("mount /dev/sdb /mnt", "SERVICE"),
        ("hostname", "INFO"),
        ("hostname box", "INFO SERVICE"),
        ("docker frobnicate", "UNCLEAR"),
        ("brew --prefix jq", "INFO"),
        ('git diff "$(git merge-base main HEAD)"', "READ(project)"),
        ('git diff "$(git rev-parse --output=x)"', "READ(project) WRITE(project) UNCLEAR"),
        ('git diff "$(git rev-parse HEAD)--output=x"', "READ(project) UNCLEAR"),
        ('git diff "$(git rev-parse HEAD; echo --output=x)"', "READ(project) INFO UNCLEAR"),
        ('git diff "$(git branch --show-current)"', "READ(project) UNCLEAR"),
    ],
)
def test_what_such_a_call_is(command: str, expected: str) -> None:
    assert codes(command) == set(expected.split())
