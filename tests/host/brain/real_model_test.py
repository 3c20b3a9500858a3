"""Real servers of models, with models made here that have learnt nothing (marked `slow`).

`$CCTL_LLAMA` names a Python that has `llama-cpp-python[server]` and `gguf`, the default is the one that runs the tests;
`$CCTL_OLLAMA` an `ollama`, whose model is made with `gguf` as well; `$CCTL_VLLM` a Python that has vLLM for its
machine.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cctl.core.brain.decide import Decider
from cctl.core.brain.opinion import VERDICTS, Nothing, Opinion, answered, summary
from cctl.host.brain.adviser import Adviser, Asked
from tests.gate import FACTS, judge
from tests.host.brain.recorded_model_test import EXPECTED
from tests.judged import bash
from tests.model_recorder import EFFECTS, answer, questions
from tests.real_client import eventually
from tests.shared_data import ROOT

pytestmark = pytest.mark.slow
NOW = 1_790_000_000_000
COMMANDS = ["git push origin topic", "acme status", "python3 x.py", "curl https://example.org"]


class Real(NamedTuple):
    """A server that runs."""

    name: str
    url: str
    kind: str


@pytest.fixture(scope="module", params=["llama", "ollama", "vllm"])
def real(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real]:
    name = str(request.param)
    folder = tmp_path_factory.mktemp(name)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    line, env = STARTS[name](folder, port)
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(line, cwd=folder, env=env, stdout=log, stderr=log, start_new_session=True)
    try:
        assert eventually(lambda: server.poll() is not None or _listens(port), 240, every_s=0.1), _log(folder)
        assert server.poll() is None, _log(folder)
        if name == "ollama":
            create = [line[0], "create", "tiny", "-f", "Modelfile"]
            subprocess.run(create, cwd=folder, env=env, check=True, capture_output=True, timeout=60)
        yield Real(name, f"http://127.0.0.1:{port}", "ollama" if name == "ollama" else "openai")
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(30)


def _llama(folder: Path, port: int) -> tuple[list[str], dict[str, str]]:
    python = _python("CCTL_LLAMA", sys.executable, "llama_cpp.server", "gguf")
    subprocess.run([python, ROOT / "tests/tiny_model.py", folder / "tiny.gguf"], check=True, timeout=60)
    words = ["-m", "llama_cpp.server", "--model", "tiny.gguf", "--host", "127.0.0.1", "--port", str(port)]
    return [python, *words, "--n_ctx", "4096"], dict(os.environ)


def _ollama(folder: Path, port: int) -> tuple[list[str], dict[str, str]]:
    program = os.environ.get("CCTL_OLLAMA", "")
    if not program:
        pytest.skip("needs an ollama in $CCTL_OLLAMA")
    python = _python("CCTL_LLAMA", sys.executable, "gguf")
    subprocess.run([python, ROOT / "tests/tiny_model.py", folder / "tiny.gguf"], check=True, timeout=60)
    (folder / "Modelfile").write_text("FROM ./tiny.gguf\n")
    env = {"HOME": str(folder), "PATH": os.environ["PATH"], "OLLAMA_HOST": f"127.0.0.1:{port}"}
    return [program, "serve"], env | {"OLLAMA_MODELS": str(folder / "models")}


def _vllm(folder: Path, port: int) -> tuple[list[str], dict[str, str]]:
    python = _python("CCTL_VLLM", "", "vllm")
    subprocess.run([python, ROOT / "tests/tiny_checkpoint.py", "tiny"], cwd=folder, check=True, timeout=120)
    words = ["-m", "vllm.entrypoints.openai.api_server", "--model", "./tiny", "--served-model-name", "tiny"]
    words += ["--host", "127.0.0.1", "--port", str(port), "--max-model-len", "4096", "--max-num-seqs", "2"]
    env = {"HOME": str(folder), "PATH": os.environ["PATH"], "HF_HUB_OFFLINE": "1", "VLLM_NO_USAGE_STATS": "1"}
    return [python, *words, "--enforce-eager"], env | {"VLLM_CPU_KVCACHE_SPACE": "1"}


STARTS: dict[str, Callable[[Path, int], tuple[list[str], dict[str, str]]]] = {
    "llama": _llama, "ollama": _ollama, "vllm": _vllm,
}  # fmt: skip


def _python(variable: str, otherwise: str, *modules: str) -> str:
    python = os.environ.get(variable, otherwise)
    looked = f"import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, {modules!r})))"
    if not python or subprocess.run([python, "-c", looked], capture_output=True, check=False).returncode:
        pytest.skip(f"needs {' and '.join(modules)} in the Python of ${variable}")
    return python


def _log(folder: Path) -> str:
    return (folder / "log").read_text(errors="replace")[-3000:]


def _listens(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/models", timeout=1):
            return True
    except OSError:
        return False


def opinion(real: Real, command: str, folder: Path, budget_ms: int = 120_000) -> Opinion | Nothing:
    """What the model thinks of a command that our policy asks about."""
    decider, call = Decider(judge(), "workspace"), bash(command)
    assert decider.decide(call, FACTS)["decision"] == "ask"
    survey = decider.judge.survey(call, FACTS)
    prompt = (ROOT / "cctl/data/prompts/judge.txt").read_text()
    asked = Asked(real.url, False, real.kind, "tiny", budget_ms, prompt)
    known: dict[str, Any] = summary("Bash", survey, judge().matrix, "workspace")
    return Adviser(asked, str(folder)).opinion(known, [each[0] for each in survey.effects], NOW)


def test_its_noise_is_held_to_the_form_of_an_opinion(real: Real, tmp_path: Path) -> None:
    found = {command: opinion(real, command, tmp_path) for command in COMMANDS}
    held = [each for each in found.values() if isinstance(each, Opinion)]
    for each in held:
        assert each.verdict in VERDICTS and each.note.isprintable()
    # A grammar that allows any blanks lets noise spend all its tokens on them.
    assert held and {each.reason for each in found.values() if isinstance(each, Nothing)} <= {"truncated"}, found
    kept = json.loads((tmp_path / "advice").read_text())
    assert len(kept["kept"]) == len(held) and len(kept["failures"]) <= len(COMMANDS) - len(held)


def test_the_same_question_gets_the_same_answer(real: Real, tmp_path: Path) -> None:
    first, second = (opinion(real, COMMANDS[0], tmp_path / name) for name in ("a", "b"))
    assert first == second


def test_out_of_time_it_has_none(real: Real, tmp_path: Path) -> None:
    assert opinion(real, COMMANDS[1], tmp_path, budget_ms=1) == Nothing("read_timeout")


def test_its_refusals_are_read_as_those_that_were_recorded(real: Real) -> None:
    expected = EXPECTED[{"llama": "llama-cpp-python"}.get(real.name, real.name)]
    asked = questions(real.kind, "tiny", 1 if real.name == "llama" else 0)
    for name in ("no such model", "too long", "cut off", "form 0", "models"):
        method, path, body = asked[name]
        status, told = answer(real.url, method, path, body)
        if name == "models":
            assert status == 200 and told["data"]
            continue
        found = answered(real.kind, status, json.dumps(told).encode(), EFFECTS)
        assert ("" if isinstance(found, Opinion) else found.reason) == (
            "" if expected[name] in VERDICTS else expected[name]
        )
