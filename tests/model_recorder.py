"""Records what a model's server answers to what cctl asks, for `fixtures/models`; run by hand beside a real server:

    python -m tests.model_recorder http://127.0.0.1:11434 --kind ollama --model tiny --server "Ollama 0.17.4" FILE

The questions are the client's own (`cctl.core.brain.opinion.request`), the answers whatever the server says, with
times, ids and digests made plain. A server that is made to fail in some way is asked one question more, into the same
file: `--only "what it shows"`. Say in `fixtures/README` how the server was had.
"""

from __future__ import annotations

import argparse
import http.client
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cctl.core.brain.opinion import forms, request

EFFECTS = ["VCS_REMOTE", "WRITE(project)"]
PROMPT = "Answer with one JSON object: verdict, category, note."
_LONG = 60_000  # characters, of which each is a token to the models that are made here
_PLAIN: dict[str, Any] = {
    "created_at": "2026-01-01T00:00:00Z", "modified_at": "2026-01-01T00:00:00Z", "created": 1767225600,
    "total_duration": 1, "load_duration": 1, "prompt_eval_duration": 1, "eval_duration": 1,
    "digest": "0" * 64,
}  # fmt: skip
_IDS = re.compile(r"\b(chatcmpl|modelperm|call|cmpl)-[0-9A-Za-z-]+")
_SECRETS = re.compile(r"(/tmp|/home|/root)/[^\s\"']*")


def questions(kind: str, model: str, known: int) -> dict[str, tuple[str, str, dict[str, Any] | None]]:
    """What is asked, by what it shows: method, path, body; `known` is the first form that the server knows."""
    asked: dict[str, tuple[str, str, dict[str, Any] | None]] = {"models": ("GET", "/v1/models", None)}
    if kind == "ollama":
        asked["tags"] = ("GET", "/api/tags", None)
    for rung in range(len(forms(kind, ()))):
        path, body = request(kind, model, PROMPT, EFFECTS, rung)
        asked[f"form {rung}"] = ("POST", path, body)
    path, body = request(kind, model, PROMPT, EFFECTS, known)
    free = {name: value for name, value in body.items() if name not in ("format", "response_format")}
    asked["without a form"] = ("POST", path, free)
    asked["cut off"] = ("POST", path, _short(kind, body))
    asked["no such model"] = ("POST", path, body | {"model": "absent"})
    asked["too long"] = ("POST", path, body | {"messages": [{"role": "user", "content": "a" * _LONG}]})
    asked["a form that is none"] = ("POST", path, body | _wrong(kind))
    asked["no messages"] = ("POST", path, body | {"messages": []})
    if kind == "ollama":
        asked["thinking"] = ("POST", path, body | {"think": True})
    return asked


def _short(kind: str, body: dict[str, Any]) -> dict[str, Any]:
    return body | ({"options": {**body["options"], "num_predict": 6}} if kind == "ollama" else {"max_tokens": 6})


def _wrong(kind: str) -> dict[str, Any]:
    schema = {"type": "object", "properties": {"verdict": {"type": "nonsense"}}}
    if kind == "ollama":
        return {"format": schema}
    return {"response_format": {"type": "json_schema", "json_schema": {"name": "x", "strict": True, "schema": schema}}}


def answer(url: str, method: str, path: str, body: dict[str, Any] | None) -> tuple[int, Any]:
    """Status and body of an answer; a body that isn't JSON as text."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=120)
    connection.request(method, path, json.dumps(body) if body else None, {"Content-Type": "application/json"})
    got = connection.getresponse()
    text = got.read().decode("utf-8", "replace")
    connection.close()
    try:
        return got.status, json.loads(text)
    except ValueError:
        return got.status, text


def plain(value: Any) -> Any:
    """An answer without what differs from run to run, or belongs to the machine."""
    if isinstance(value, dict):
        return {name: _PLAIN[name] if name in _PLAIN and each else plain(each) for name, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, str):
        shown = _SECRETS.sub("/models/tiny", _IDS.sub(r"\1-1", value))
        return re.sub(r"a{40,}", "a…a", shown)
    return value


def main() -> None:
    """Ask, and write down."""
    told = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    told.add_argument("url")
    told.add_argument("file", type=Path)
    told.add_argument("--kind", choices=("ollama", "openai"), required=True)
    told.add_argument("--model", default="tiny")
    told.add_argument("--server", required=True, help="name and version")
    told.add_argument("--known", type=int, default=0, metavar="N", help="the first form of answer that it knows")
    told.add_argument("--only", default="", help="ask the first form alone, and name the answer so")
    given = told.parse_args()
    kept = json.loads(given.file.read_text()) if given.file.exists() else {"exchanges": {}}
    asked = questions(given.kind, given.model, given.known)
    if given.only:
        thinks = given.kind == "ollama" and given.only.startswith("thinking")
        asked = {given.only: asked["thinking" if thinks else f"form {given.known}"]}
    for name, (method, path, body) in asked.items():
        status, found = answer(given.url, method, path, body)
        kept["exchanges"][name] = {"method": method, "path": path, "status": status, "body": plain(found)}
    kept = {"server": given.server, "kind": given.kind, "exchanges": kept["exchanges"]}
    given.file.write_text(json.dumps(kept, indent=1, ensure_ascii=True) + "\n")


if __name__ == "__main__":
    main()
