"""Proposals: taken apart, checked, written, and never run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cctl.host.plan.hands import Failed
from cctl.kit.decomposing import proposed
from tests.contract import harness
from tests.model_server import Model, serving

ANSWER = """Here you are: {"tasks": [{"name": "api", "prompt": "Do it.", "command": ["rm", "-rf", "/"]},
 {"name": "docs", "prompt": "Say {{api.result}}", "depends_on": ["api"], "permission_mode": "auto"}]}
Good luck!"""


def test_names_prompts_and_order_are_all_that_is_taken() -> None:
    assert proposed(ANSWER) == {
        "tasks": [
            {"name": "api", "prompt": "Do it."},
            {"name": "docs", "prompt": "Say {{api.result}}", "depends_on": ["api"]},
        ]
    }


@pytest.mark.parametrize(
    "answer", ["", "no", "{", "[]", "{}", '{"tasks": 1}', '{"tasks": [{"name": "a b/", "prompt": "x"}]}']
)
def test_what_could_not_be_run_is_refused(answer: str) -> None:
    with pytest.raises(Failed):
        proposed(answer)


def test_the_file_is_written_once(tmp_path: Path) -> None:
    with serving(Model()) as model:
        model.raw = json.dumps({"message": {"content": ANSWER}}).encode()
        env = {"CCTL_BRAIN__LLM_MODEL": "m", "CCTL_BRAIN__LLM_URL": model.url}
        done = harness.run("tasks decompose", tmp_path, "add rate limits", "-o", "plan.json", **env)  # type: ignore[arg-type]  # variables by name
        assert done.returncode == 0, done.stderr
        assert harness.run("tasks validate", tmp_path, "plan.json").returncode == 0
        again = harness.run("tasks decompose", tmp_path, "x", "-o", "plan.json", **env)  # type: ignore[arg-type]  # see above
    assert (again.returncode, b"plan.json: File exists" in again.stderr) == (73, True)
    assert "add rate limits" in model.asked[0]["messages"][0]["content"]
    assert harness.run("tasks decompose", tmp_path, "x").returncode == 69
    assert sorted(each.name for each in tmp_path.iterdir()) == ["plan.json"]
