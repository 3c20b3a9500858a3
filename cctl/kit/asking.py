"""What plans ask of this machine beside their commands: whether a session has begun to exist, what the model says."""
# ruff: noqa: PTH110, PTH123, PTH208 -- pathlib costs 9 ms at every start

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from cctl.core.agent import agents
from cctl.core.brain.opinion import WHOLE, Nothing
from cctl.core.brain.reply import error, said
from cctl.host.brain import model
from cctl.host.live.files import below
from cctl.host.plan.hands import Failed
from cctl.host.walk import homes

if TYPE_CHECKING:
    from cctl.kit.run import Run

BUDGET_S = 120.0
_TOKENS = 4096
_WHY = {
    "not_json": "did not answer as {kind} does",
    "schema": "did not answer as {kind} does",
    "too_long": "answered too much",
    "only_thought": "only thought, and came to no answer",
    "aborted": "broke its answer off",
    "context": "has too short a context for the question",
    "model_missing": "has no model of that name (brain.llm_model)",
}


def has_transcript(run: Run, agent: str, session: str) -> bool:
    """Whether a session was ever begun: only then can it be gone on with."""
    if not session:
        return False
    for home in homes([agents()[agent]], run.world.env, run.world.home):
        for top in home.agent.folders():
            folders = [f"{home.path}/{top}", *below(f"{home.path}/{top}")]
            for folder in folders:
                if agent == "claude" and os.path.exists(f"{folder}/{session}.jsonl"):
                    return True
                if agent != "claude" and any(name.endswith(f"{session}.jsonl") for name in _names(folder)):
                    return True
    return False


def configured(run: Run) -> str:
    """The model's name, "" when there is none to ask."""
    return str(run.setting("brain.llm_model") or "")


def asked_model(run: Run, prompt: str, *, budget_s: float = BUDGET_S) -> str:
    """What the brain's model answers to a prompt; `Failed` when nothing comes."""
    name = configured(run)
    if not name:
        raise Failed("no model is configured: set brain.llm_model and brain.llm_url")
    kind = str(run.setting("brain.llm_kind"))
    at = model.server(str(run.setting("brain.llm_url")), remote=bool(run.setting("brain.llm_remote")))
    path, body = _request(kind, name, prompt)
    reply = model.ask(at, path, body, budget_s, key=_key(str(run.setting("brain.llm_key_file") or "")))
    if isinstance(reply, Nothing):
        raise Failed(f"the model at {at.host}:{at.port} did not answer ({reply.reason})")
    found = said(kind, reply.status, reply.body)
    if isinstance(found, str):
        why = _WHY.get(found, f"answered with status {reply.status}" if reply.status != 200 else "reports an error")
        own = error(reply.body)
        raise Failed(f"the model at {at.host}:{at.port} {why.format(kind=kind)}" + (f": {own}" if own else ""))
    if not found.text.strip():
        raise Failed(f"the model at {at.host}:{at.port} answered nothing")
    return found.text


def _request(kind: str, name: str, prompt: str) -> tuple[str, dict[str, Any]]:
    body: dict[str, Any] = {"model": name, "messages": [{"role": "user", "content": prompt}], "stream": False}
    if kind == "ollama":
        options = {"temperature": 0, "seed": 1, "num_ctx": 32_768, "num_predict": _TOKENS}
        return "/api/chat", {**body, **WHOLE, "think": False, "options": options}
    return "/v1/chat/completions", {**body, "temperature": 0, "seed": 1, "max_tokens": _TOKENS}


def _key(path: str) -> str:
    """The key that the server wants; a secret comes by a file and never by a flag."""
    if not path:
        return ""
    try:
        with open(path, encoding="utf-8") as file:
            return file.read(4096).strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise Failed(f"brain.llm_key_file: {path} can't be read ({problem})") from None


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []
