"""A real llama.cpp behind a real server, with a model made here (marked `slow`).

`$CCTL_LLAMA` names a Python that has `llama-cpp-python[server]` and `gguf`; the default is the one that runs the tests.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cctl.core.brain.decide import Decider
from cctl.core.brain.opinion import VERDICTS, Nothing, Opinion, summary
from cctl.host.brain.adviser import Adviser, Asked
from tests.gate import FACTS, judge
from tests.judged import bash
from tests.real_client import eventually
from tests.shared_data import ROOT

pytestmark = pytest.mark.slow
NOW = 1_790_000_000_000
COMMANDS = ["git push origin topic", "acme status", "python3 x.py", "curl https://example.org"]


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    python = os.environ.get("CCTL_LLAMA", sys.executable)
    there = subprocess.run([python, "-c", "import llama_cpp.server, gguf"], capture_output=True, check=False)
    if there.returncode:
        pytest.skip("needs llama-cpp-python[server] and gguf in the Python of $CCTL_LLAMA")
    folder = tmp_path_factory.mktemp("llama")
    subprocess.run([python, ROOT / "tests/tiny_model.py", folder / "tiny.gguf"], check=True, timeout=60)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    line = [python, "-m", "llama_cpp.server", "--model", "tiny.gguf", "--host", "127.0.0.1", "--port", str(port)]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([*line, "--n_ctx", "4096"], cwd=folder, stdout=log, stderr=log)
    try:
        assert eventually(lambda: server.poll() is not None or _listens(port), 60), (folder / "log").read_text()
        assert server.poll() is None, (folder / "log").read_text()
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(10)


def _listens(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/models", timeout=1):
            return True
    except OSError:
        return False


def opinion(url: str, command: str, folder: Path, budget_ms: int = 20_000) -> Opinion | Nothing:
    """What the model thinks of a command that our policy asks about."""
    decider, call = Decider(judge(), "workspace"), bash(command)
    assert decider.decide(call, FACTS)["decision"] == "ask"
    survey = decider.judge.survey(call, FACTS)
    prompt = (ROOT / "cctl/data/prompts/judge.txt").read_text()
    asked = Asked(url, False, "openai", "tiny", budget_ms, prompt)
    known: dict[str, Any] = summary("Bash", survey, judge().matrix, "workspace")
    return Adviser(asked, str(folder)).opinion(known, [each[0] for each in survey.effects], NOW)


def test_its_noise_is_held_to_the_form_of_an_opinion(url: str, tmp_path: Path) -> None:
    found = {command: opinion(url, command, tmp_path) for command in COMMANDS}
    for command, each in found.items():
        assert isinstance(each, Opinion), (command, each)
        assert each.verdict in VERDICTS and each.note.isprintable()
    kept = json.loads((tmp_path / "advice").read_text())
    assert len(kept["kept"]) == len(COMMANDS) and kept["failures"] == []


def test_the_same_question_gets_the_same_answer(url: str, tmp_path: Path) -> None:
    first, second = (opinion(url, COMMANDS[0], tmp_path / name) for name in ("a", "b"))
    assert first == second


def test_out_of_time_it_has_none(url: str, tmp_path: Path) -> None:
    assert opinion(url, COMMANDS[1], tmp_path, budget_ms=1) == Nothing("read_timeout")
