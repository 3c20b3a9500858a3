"""A real client as the command of a run: offline, in a network of its own, over scripted turns.

`tests.real_client` starts the client beneath a shell. Under `cctl run` the client must be the process that is started,
because it is the one to be signalled; so here the shell becomes the client, and the stand-in for the API is its child.
"""

from __future__ import annotations

import json
import shlex
import subprocess
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import Any

import pytest

from tests.real_client import clients
from tests.shared_data import shared

_PROGRAM = """#!/bin/bash
exec unshare -n bash -c '
    ip link set lo up
    coproc timeout 100 python3 {server} --port {port} --script {turns} --var PROJ="$PWD" --log {log}
    read -r _ <&"${{COPROC[0]}}"
    exec env -i PATH=/usr/local/bin:/usr/bin:/bin TERM=xterm-256color LANG=C.UTF-8 HOME={home} \\
        CLAUDE_CONFIG_DIR={home}/.claude ANTHROPIC_API_KEY=sk-ant-dummy ANTHROPIC_BASE_URL=http://127.0.0.1:{port} \\
        DISABLE_TELEMETRY=1 DISABLE_AUTOUPDATER=1 DISABLE_ERROR_REPORTING=1 \\
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC=1 {binary} "$@"
' claude "$@"
"""
PORT = 8765


def client(home: Path, turns: str | list[dict[str, Any]]) -> Path:
    """Put a `claude` into a folder of its own; the folder. `turns`: one of the reference's names, or the turns."""
    (binary,) = clients().glob("node_modules/@anthropic-ai/claude-code-*/claude")
    if isinstance(turns, str):
        script = shared(f"tools/turns/{turns}.json")
    else:
        script = home / "turns.json"
        script.write_text(json.dumps(turns))
    words = {"server": shared("tools/fake_anthropic.py"), "turns": script, "log": home / "requests.jsonl"}
    words |= {"home": home, "binary": binary.resolve()}
    program = home / "bin" / "claude"
    program.parent.mkdir(exist_ok=True)
    (home / ".claude").mkdir(exist_ok=True)
    program.write_text(_PROGRAM.format(port=PORT, **{name: shlex.quote(str(each)) for name, each in words.items()}))
    program.chmod(0o755)
    return program.parent


_CODEX = """#!/bin/bash
exec unshare -n bash -c '
    ip link set lo up
    coproc timeout 100 python3 {server} --port {port} --script {turns} --var PROJ="$PWD" --log {log}
    read -r _ <&"${{COPROC[0]}}"
    exec env -i PATH=/usr/local/bin:/usr/bin:/bin TERM=xterm-256color LANG=C.UTF-8 HOME={home} \\
        CODEX_HOME={home}/.codex OPENAI_API_KEY=dummy CCTL_RUN="${{CCTL_RUN-}}" {binary} "$@"
' codex "$@"
"""
_CONFIG = """model = "gpt-5.5-codex"
model_provider = "fake"

[model_providers.fake]
name = "fake"
base_url = "http://127.0.0.1:{port}/v1"
env_key = "OPENAI_API_KEY"
wire_api = "responses"
"""


def codex(home: Path, turns: str | list[dict[str, Any]]) -> Path:
    """The same with Codex."""
    found = list(clients().glob("node_modules/@openai/codex-*/vendor/*/bin/codex"))
    if not found:
        pytest.skip("needs an installed Codex in $REAL_CLIENTS")
    if isinstance(turns, str):
        script = shared(f"tools/turns/{turns}.json")
    else:
        script = home / "turns.json"
        script.write_text(json.dumps(turns))
    words = {"server": shared("tools/fake_openai.py"), "turns": script, "log": home / "requests.jsonl"}
    words |= {"home": home, "binary": found[0].resolve()}
    program = home / "bin" / "codex"
    program.parent.mkdir(exist_ok=True)
    (home / ".codex").mkdir(exist_ok=True)
    (home / ".codex/config.toml").write_text(_CONFIG.format(port=PORT + 1))
    program.write_text(_CODEX.format(port=PORT + 1, **{name: shlex.quote(str(each)) for name, each in words.items()}))
    program.chmod(0o755)
    return program.parent


def trust(codex: Path, project: Path) -> None:
    """Trust all hooks, by the same two requests as the client's own review of them (`/hooks`) makes."""
    with subprocess.Popen([codex, "app-server"], cwd=project, stdin=PIPE, stdout=PIPE, stderr=DEVNULL) as server:
        asked = iter(range(9))

        def ask(method: str, given: dict[str, Any]) -> dict[str, Any]:
            assert server.stdin and server.stdout
            number = next(asked)
            server.stdin.write(json.dumps({"id": number, "method": method, "params": given}).encode() + b"\n")
            server.stdin.flush()
            for line in server.stdout:
                if (told := json.loads(line)).get("id") == number:
                    return dict(told["result"])
            raise AssertionError(f"no answer to {method}")

        ask("initialize", {"clientInfo": {"name": "test", "version": "0"}})
        found = ask("hooks/list", {"cwds": [str(project)]})["data"]
        states = {hook["key"]: {"trusted_hash": hook["currentHash"]} for each in found for hook in each["hooks"]}
        assert states, "there is nothing to trust"
        edit = {"keyPath": "hooks.state", "value": states, "mergeStrategy": "upsert"}
        ask("config/batchWrite", {"edits": [edit]})
        server.kill()


def requests(home: Path) -> int:
    """How many times the client asked the API with its tools, side requests left out."""
    lines = (home / "requests.jsonl").read_text().splitlines()
    return sum(bool((json.loads(line).get("body") or {}).get("tools")) for line in lines)
