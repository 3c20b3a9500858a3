"""The hook of one run: asks the run's keeper before each call, and refuses when there is nobody to ask.

Run as a file of its own by the client (`python -I -S gate.py FOLDER EVENT`), so it may import nothing of cctl. It
passes the event on as it came and prints what the keeper answers; whatever goes wrong on the way is a refusal, because
a limit that nobody holds is none.
"""

import _socket as socket  # `socket` wraps it in enums and selectors, which take 3 ms to load
import os
import sys

WAIT_S = 25.0  # longer than the keeper takes for an answer
WHY = "cctl: the keeper of this run can't be asked, so nobody holds its limits"
_CALL = '{"continue":false,"stopReason":"%s","hookSpecificOutput":{"hookEventName":"PreToolUse",'
_CALL += '"permissionDecision":"deny","permissionDecisionReason":"%s"}}'


def main(words: list[str]) -> int:
    """Ask; the exit status is always 0, because the answer says it all."""
    folder, event = (*words, "", "")[:2]
    try:
        said = ask(folder, event, received())
    except Exception as problem:  # whatever it is, the call gets its answer
        os.write(2, f"cctl: {type(problem).__name__}: {problem}\n".encode("utf-8", "replace"))
        said = refusal(event)
    os.write(1, said)
    return 0


def refusal(event: str) -> bytes:
    """What is said when there is nobody to ask."""
    if event == "UserPromptSubmit":
        return b'{"decision":"block","reason":"%s"}' % WHY.encode()
    return (_CALL % (WHY, WHY)).encode()


def ask(folder: str, event: str, body: bytes, wait_s: float = WAIT_S) -> bytes:
    """The keeper's answer; it begins with a mark, so that a keeper that falls silent is told from one that agrees."""
    os.chdir(folder)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connection.settimeout(wait_s)
    connection.connect("control.sock")
    asked = (event.encode(), wait_s * 0.8, len(body))
    connection.sendall(b'{"do":"ask","event":"%s","within":%.1f,"bytes":%d}\n' % asked)
    connection.sendall(body)
    parts = []
    while part := connection.recv(1 << 16):
        parts.append(part)
    said = b"".join(parts)
    if not said.startswith(b"+"):
        raise OSError("the keeper gave no answer")
    return said[1:]


def interpreter() -> str:
    """The interpreter itself: no link and no search that could lead elsewhere later."""
    return os.path.realpath(sys.executable)


def received() -> bytes:
    """All of standard input."""
    parts = []
    while part := os.read(0, 1 << 16):
        parts.append(part)
    return b"".join(parts)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
