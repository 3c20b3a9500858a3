"""A program named `claude` for plans: it reads its prompt from standard input and does what the lines with `!` say.

`!spend N` writes N responses to its transcript, `!write FILE TEXT`, `!say TEXT`, `!exit N`, `!hang`, `!full` (a context
that is nearly used up). A line that begins with `!again ` counts only in a session that goes on, all others only in
one that begins. Every call is noted in `calls.jsonl` in its home.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

ONE = 0.014048  # dollars of one response
_PROGRAM = """#!{python} -IS
import json, os, sys, time
words = sys.argv[1:]
if "--version" in words:
    print(os.environ.get("AGENT_VERSION", "2.1.328 (made up)"))
    sys.exit(0)
on = "--resume" in words
session = words[words.index("--resume" if on else "--session-id") + 1]
home = os.environ["HOME"]
prompt = sys.stdin.read()
with open(home + "/calls.jsonl", "a") as file:
    file.write(json.dumps(dict(session=session, on=on, prompt=prompt, cwd=os.getcwd(), words=words)) + "\\n")
kept = home + "/prompt-" + session
if not on:
    with open(kept, "w") as file:
        file.write(prompt)
elif os.path.exists(kept):
    with open(kept) as file:
        prompt = file.read() + chr(10) + prompt
folder = home + "/.claude/projects/-p"
os.makedirs(folder, exist_ok=True)
count = int(time.time() * 1000) % 10**9

def write(kind, **fields):
    global count
    count += 1
    now = time.time()
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + ".%03dZ" % (now % 1 * 1000)
    base = dict(type=kind, uuid="u%d" % count, timestamp=stamp, sessionId=session, cwd=os.getcwd(), version="2.1.328",
                gitBranch="main", entrypoint="sdk-cli", **fields)
    with open(folder + "/" + session + ".jsonl", "ab") as file:
        file.write(json.dumps(base).encode() + b"\\n")

def spend(read=10000):
    usage = dict(input_tokens=12, output_tokens=100, cache_creation_input_tokens=2000, cache_read_input_tokens=read)
    message = dict(id="msg_%s_%d" % (session[:8], count), role="assistant", model="claude-opus-5-5", usage=usage,
                   type="message", stop_reason="end_turn", content=[dict(type="text", text="working")])
    write("assistant", message=message, requestId="req_%d" % count)

write("user", message=dict(role="user", content="go"), promptSource="typed", turnOrigin="human")
said = "done"
for line in prompt.splitlines():
    if not line.startswith("!"):
        continue
    what, _, rest = line[1:].partition(" ")
    if (what == "again") != on:
        continue
    if on:
        what, _, rest = rest.partition(" ")
    if what == "spend":
        for _ in range(int(rest)):
            spend()
            time.sleep(0.05)
    elif what == "full":
        spend(900000)
        time.sleep(30)
    elif what == "write":
        name, _, text = rest.partition(" ")
        with open(name, "w") as file:
            file.write(text + "\\n")
    elif what == "say":
        said = rest
    elif what == "hang":
        time.sleep(60)
    elif what == "exit":
        sys.exit(int(rest))
print(json.dumps(dict(type="result", subtype="success", is_error=False, result=said, session_id=session)))
"""


def install(home: Path) -> str:
    """Put the program into a home; the folder for PATH."""
    folder = home / "bin"
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "claude"
    program.write_text(_PROGRAM.format(python=sys.executable))
    program.chmod(0o755)
    return str(folder)


def calls(home: Path) -> list[dict[str, Any]]:
    """Every call of it."""
    path = home / "calls.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
