"""What a command is about."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cctl.core.activity.command import Runners, committed

RUNNERS = Runners(json.loads((Path(__file__).resolve().parents[3] / "cctl/data/test-runners.json").read_text()))


@pytest.mark.parametrize(
    "command",
    ["pytest", "pytest -q tests/a_test.py", "cd a && FOO=1 pytest -q | tail -5", "python3 -m pytest -x",
     "cargo test --all",
     "cargo nextest run", "go test ./...", "npm test", "npm run test:unit", "npm run test", "npx jest --ci",
     "uv run pytest",
     "timeout 60 uv run python -m pytest", "poetry run pytest", "make check", "bundle exec rspec", "./gradlew test",
     "mvn -q verify", "bin/check", "./test", "node --test", "env CI=1 yarn test", "for i in 1 2; do pytest; done",
     "python -m unittest discover", "bash -c 'true'; pnpm -r test", "mix test", "nice -n 5 ctest"],
)  # fmt: skip
def test_these_run_tests(command: str) -> None:
    assert RUNNERS.about(command).mark == "test", command


@pytest.mark.parametrize(
    "command",
    ["echo pytest", "grep -r pytest .", "pip install pytest", "cat tests/a_test.py", "pytest --version", "cargo build",
     "npm run build", "git log", "vim bin/check.py", "go vet ./...", "ls test", "make", "", "((((", "\x00",
     "cargo +nightly"],
)  # fmt: skip
def test_these_do_not(command: str) -> None:
    assert RUNNERS.about(command).mark != "test", command


@pytest.mark.parametrize(
    ("command", "message"),
    [("git commit -m 'Fix it'", "Fix it"), ("git add -A && git commit -am \"Two words\"", "Two words"),
     ("git -C /x commit --message=Done", "Done"), ("git -c user.name=a commit --amend", ""), ("git commit", "")],
)  # fmt: skip
def test_commits_have_their_message(command: str, message: str) -> None:
    assert RUNNERS.about(command) == ("commit", message)


@pytest.mark.parametrize(
    "command", ["git log --grep commit", "git show commit", "git commit --dry-run -m x", "echo git commit"]
)
def test_what_only_speaks_of_commits_is_none(command: str) -> None:
    assert RUNNERS.about(command).mark == ""
    assert committed([]) is None
