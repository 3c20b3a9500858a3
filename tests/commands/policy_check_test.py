"""`cctl policy check`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.contract import harness
from tests.repository import commit, repository


def check(home: Path, folder: Path) -> tuple[int, dict[str, str]]:
    command = [sys.executable, "-P", "-m", "cctl", "policy", "check"]
    done = subprocess.run(
        command, cwd=folder, env=harness.environment(home), capture_output=True, timeout=60, check=False
    )
    found = [json.loads(line) for line in done.stdout.splitlines()]
    return done.returncode, {each["name"]: each["message"] for each in found if each["type"] == "check"}


def test_what_holds_here_and_who_says_so(tmp_path: Path) -> None:
    repo = repository(tmp_path / "r")
    commit(repo, {".cctl/policy.toml": "policy='readonly'\n[deny]\ntools=['WebFetch']\n"})
    (repo / ".cctl/rules.toml").write_text("[rules.a]\nprogram='acme'\naction='approve'\n")
    code, told = check(tmp_path, repo)
    assert code == 0 and told["policy"] == "readonly, as the team's policy demands"
    assert told["team"].startswith("1 deny (.cctl/policy.toml@HEAD") and "isn't trusted" in told["trust"]
    assert told["user"] == "no rules" == told["project"]


def test_a_mistake_is_told_and_sets_the_status(tmp_path: Path) -> None:
    repo = repository(tmp_path / "r")
    commit(repo, {".cctl/policy.toml": "polcy='readonly'\n"})
    code, told = check(tmp_path, repo)
    assert code == 78 and 'unknown key "polcy" (did you mean "policy"?)' in told["file"]
