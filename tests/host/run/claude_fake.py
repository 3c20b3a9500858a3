"""A program named `claude` that writes a transcript as the client does, as its prompt tells it, and ends or waits.

It asks the hooks of its `--settings` before each call, as the client does: before the record of the call is on disk.
"""

from __future__ import annotations

import sys
from pathlib import Path

_PROGRAM = """#!{python} -IS
import json, os, signal, subprocess, sys, time
words = sys.argv[1:]
session = words[words.index("--session-id" if "--session-id" in words else "--resume") + 1]
steps = words[-1].split()
folder = os.path.join(os.environ["HOME"], ".claude", "projects", "-p")
os.makedirs(os.path.join(folder, session, "subagents"), exist_ok=True)
count = int(os.environ.get("COUNT", "0"))

def write(path, kind, fields):
    base = {{"type": kind, "uuid": "u%d" % count, "timestamp": "2026-11-20T10:%02d:%02d.000Z" % divmod(count, 60)}}
    base.update(sessionId=session, cwd="/p", version="2.1.328", gitBranch="main", entrypoint="sdk-cli")
    base.update(fields)
    with open(path, "ab") as file:
        file.write(json.dumps(base).encode() + b"\\n")

def allowed(call):
    if "--settings" not in words or "rude" in steps:
        return True
    with open(words[words.index("--settings") + 1]) as file:
        hooks = json.load(file)["hooks"]["PreToolUse"][-1]["hooks"]
    event = {{"hook_event_name": "PreToolUse", "session_id": session, "tool_use_id": call, "tool_name": "Bash"}}
    asking = subprocess.Popen(hooks[0]["command"], shell=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    asking.stdin.write(json.dumps(event).encode())
    asking.stdin.close()
    time.sleep(0.05)
    write(*pending)
    said = asking.stdout.read()
    return not said or json.loads(said)["hookSpecificOutput"]["permissionDecision"] != "deny"

main = os.path.join(folder, session + ".jsonl")
write(main, "user", dict(message={{"role": "user", "content": "go"}}, promptSource="typed", turnOrigin="human"))
for step in steps:
    count += 1
    what, _, model = step.partition(":")
    usage = {{"input_tokens": 12, "output_tokens": 100, "cache_creation_input_tokens": 2000}}
    usage["cache_read_input_tokens"] = 10000
    message = {{"id": "msg_%d" % count, "role": "assistant", "model": model or "claude-opus-5-5", "usage": usage}}
    message.update(type="message", stop_reason="tool_use")
    message["content"] = [{{"type": "tool_use", "id": "t%d" % count, "name": "Bash", "input": {{"command": "ls"}}}}]
    if what in ("call", "sub"):
        path = main if what == "call" else os.path.join(folder, session, "subagents", "agent-a1.jsonl")
        fields = dict(message=message, requestId="req_%d" % count)
        fields.update({{}} if what == "call" else {{"agentId": "a1", "isSidechain": True}})
        pending = (path, "assistant", fields)
        if "--settings" not in words or "rude" in steps:
            write(*pending)
        elif not allowed("t%d" % count):
            print("refused")
            sys.exit(0)
    elif what == "busy":
        text = [{{"type": "text", "text": "API Error: 529 Overloaded"}}]
        error = {{"id": "e%d" % count, "role": "assistant", "model": "<synthetic>", "content": text}}
        write(main, "assistant", dict(message=error, isApiErrorMessage=True, apiErrorStatus=529, error="overloaded"))
        sys.exit(1)
    elif what == "hang":
        time.sleep(60)
    elif what == "deaf":
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("done")
sys.exit(0)
"""


def install(folder: Path) -> Path:
    """Put the program into a folder; the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "claude"
    program.write_text(_PROGRAM.format(python=sys.executable))
    program.chmod(0o755)
    return folder
