"""One run of a client against the stub, in a process of its own: it may be put into a network that has only loopback.

Reads what to do from standard input and writes what came of it to standard output, both one JSON object. The client is
held by its control protocol, so that a dialog is asked here, and denied: only the hook can have let a call through.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
from contextlib import suppress
from typing import Any

from cctl.host.verify.stub import Script, serving

_GET, _SET, _UP = 0x8913, 0x8914, 0x1  # SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP
CONTROL = ("-p", "--input-format", "stream-json", "--output-format", "stream-json", "--verbose",
           "--permission-prompt-tool", "stdio")  # fmt: skip


def main() -> None:
    """Do it."""
    told = json.loads(sys.stdin.buffer.read())
    loopback_up()
    sys.stdout.write(json.dumps(run(told)))


def loopback_up() -> None:
    """Switch loopback on, which is off in a network namespace that was just made."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as each:
        flags = struct.unpack("16sh", fcntl.ioctl(each, _GET, struct.pack("16sh", b"lo", 0)))[1]
        fcntl.ioctl(each, _SET, struct.pack("16sh", b"lo", flags | _UP))


def run(told: dict[str, Any]) -> dict[str, Any]:
    """Run the client until it has said its last word or the time is up."""
    script = Script(told["turns"])
    server = serving(script)
    address = f"http://127.0.0.1:{server.server_address[1]}"
    env = {name: value.replace("{address}", address) for name, value in told["env"].items()}
    script.bind(address)
    process = subprocess.Popen(
        [told["client"], *CONTROL, *told["arguments"]],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=told["cwd"],
        env=env,
        start_new_session=True,
    )
    timer = threading.Timer(told["seconds"], _end, (process,))
    timer.start()
    said: list[bytes] = []
    errors = threading.Thread(target=lambda: said.append(process.stderr.read() if process.stderr else b""))
    errors.start()
    talk = Talk(process)
    talk.hold()
    status = process.wait()
    timer.cancel()
    _end(process)
    errors.join()
    server.shutdown()
    found: dict[str, Any] = {"status": status, "requests": script.requests, "results": script.results}
    found |= {"hits": script.hits, "dialogs": talk.dialogs, "ended": talk.ended}
    return found | {"stderr": b"".join(said).decode("utf-8", "replace")[-2000:]}


class Talk:
    """The other side of the control protocol: one prompt, and no to every dialog."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.dialogs: dict[str, str] = {}  # call that a human would have been asked about → why, as the client says
        self.ended = False

    def hold(self) -> None:
        """Talk until the turn is over."""
        self._say({"type": "control_request", "request_id": "start", "request": {"subtype": "initialize"}})
        prompt = {"role": "user", "content": "go"}
        self._say({"type": "user", "message": prompt, "parent_tool_use_id": None, "session_id": "default"})
        for line in self._process.stdout or ():
            try:
                told = json.loads(line)
            except ValueError:
                continue
            if told.get("type") == "control_request":
                self._answer(told)
            elif told.get("type") == "result":
                self.ended = True
                with suppress(OSError):
                    if self._process.stdin:
                        self._process.stdin.close()

    def _answer(self, told: dict[str, Any]) -> None:
        request = told.get("request") or {}
        why = request.get("decision_reason") if request.get("decision_reason_type", "hook") == "hook" else ""
        self.dialogs[str(request.get("tool_use_id"))] = str(why or "")
        answer = {"behavior": "deny", "message": "nobody is here to allow it"}
        response = {"subtype": "success", "request_id": told.get("request_id"), "response": answer}
        self._say({"type": "control_response", "response": response})

    def _say(self, value: object) -> None:
        with suppress(OSError, ValueError):
            if self._process.stdin:
                self._process.stdin.write(json.dumps(value).encode() + b"\n")
                self._process.stdin.flush()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the client with all it has started."""
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


if __name__ == "__main__":
    main()
