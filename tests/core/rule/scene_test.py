"""What rules may look at."""

from __future__ import annotations

from cctl.core.rule.scene import Scene
from tests.gate import FACTS, PROJECT, judge
from tests.judged import scene


def test_shell_text_is_there_for_shells_alone() -> None:
    assert scene("ls  -L").plain == "ls -l"
    call = {"tool": "Read", "input": {"file_path": "a"}, "cwd": PROJECT}
    assert Scene(call, FACTS, {}, judge().survey(call, FACTS)).text is None
    words = {"tool": "shell", "input": {"command": ["git", "push"]}, "cwd": PROJECT}
    assert Scene(words, FACTS, {}, judge().survey(words, FACTS)).text == "git push"


def test_a_project_is_known_by_its_folder_and_by_what_its_session_is_called() -> None:
    assert scene("ls", {"name": "Deploys"}).projects() == ["site", PROJECT, "Deploys"]


def test_what_nobody_told_is_remembered_by_name() -> None:
    seen = scene("ls", {"cost_usd": 3.0})
    assert seen.known("cost_usd") == 3.0 and seen.known("context_ratio") is None
    assert seen.unknown == {"context_ratio"}
