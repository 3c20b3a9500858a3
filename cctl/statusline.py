"""The status line's own entry: a client runs it every second in every session, so it imports next to nothing.

What takes time (states, the day's spend, the configuration) is looked up in the background by one process for all
sessions and kept in a file; each call shows the last good answer beside what the client just said.
"""
# ruff: noqa: PTH100, PTH116, PTH120, PTH123 -- pathlib costs as much as all the rest of this

from __future__ import annotations

import os
import sys
import time

from cctl.core.hook.codec import decode, encode
from cctl.core.statusline import FLEET, REFRESH_S, STYLES, TEMPLATE, fields, line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FILE = "statusline.json"
TOLD = "statusline.told"  # a folder: what each session's client has said, for what only clients are told
_LOCK = "statusline.lock"
_LONGEST = 4 << 20
_CODE = "import sys,os; sys.path.insert(0, sys.argv.pop(1)); os.chdir('/'); from cctl.__main__ import main; main()"


def quick(arguments: Sequence[str]) -> int | None:
    """Answer a usual command line; None when it needs the whole machinery (help, mistakes, rare options)."""
    asked = {"--style": "ansi", "--template": ""}
    rest = list(arguments)
    while rest:
        name = rest.pop(0)
        if name not in asked or not rest:
            return None
        asked[name] = rest.pop(0)
    if asked["--style"] not in STYLES:
        return None
    return answer(asked["--style"], asked["--template"], os.environ)


def answer(style: str, template: str, env: Mapping[str, str]) -> int:
    """Write the line for what stands on standard input; the exit status."""
    known = read(folder(env))
    raw = _input()
    text, good = said(raw, known, style if "NO_COLOR" not in env else "none", template, time.time())
    os.write(1, (text + "\n").encode("utf-8", "replace"))
    if b'"rate_limits"' in raw and good:
        tell(folder(env), raw)
    refresh(folder(env), known, env)
    return 0 if good else 65


def said(raw: bytes, known: Mapping[str, object], style: str, template: str, now_s: float) -> tuple[str, bool]:
    """The line, and whether the input could be read; without any, the line is about the machine."""
    given: object = {}
    if raw.strip():
        try:
            given = decode(raw.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            given = None
        if not isinstance(given, dict):
            return "cctl: the client's status can't be read", False
    else:
        template = template or _text(known, "fleet") or FLEET
    assert isinstance(given, dict)
    return line(template or _text(known, "template") or TEMPLATE, fields(given, known, now_s), style), True


def folder(env: Mapping[str, str]) -> str:
    """Where the last answer is kept; the same as `cctl.host.paths.cache`, which would cost its imports."""
    base = env.get("XDG_CACHE_HOME", "")
    return f"{base}/cctl" if base.startswith("/") else f"{env.get('HOME') or os.path.expanduser('~')}/.cache/cctl"  # noqa: PTH111 -- see above


def read(place: str) -> Mapping[str, object]:
    """The last good answer; nothing where there is none yet or somebody damaged it."""
    try:
        with open(f"{place}/{FILE}", encoding="utf-8", errors="replace") as file:
            found = decode(file.read(_LONGEST))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def refresh(place: str, known: Mapping[str, object], env: Mapping[str, str]) -> bool:
    """Have the answer looked up anew when it is old and nobody does so yet; never waits, never fails."""
    every = known.get("refresh_s")
    if not isinstance(every, int | float) or every < 1:
        every = REFRESH_S
    try:
        if 0 <= time.time() - os.stat(f"{place}/{_LOCK}").st_mtime < every:
            return False
    except OSError:
        pass  # the first time
    import fcntl  # noqa: PLC0415 -- only every few seconds

    try:
        os.makedirs(place, 0o700, exist_ok=True)  # noqa: PTH103 -- see above
        lock = os.open(f"{place}/{_LOCK}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.utime(lock)
        os.set_inheritable(lock, True)  # whoever looks it up holds the lock until it has ended
        root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
        command = [sys.executable, "-P", "-c", _CODE, root, "statusline", "--refresh"]
        null = [(os.POSIX_SPAWN_OPEN, each, "/dev/null", os.O_RDWR, 0) for each in range(3)]
        os.posix_spawn(sys.executable, command, dict(env), file_actions=null, setpgroup=0)
    except OSError:
        return False
    finally:
        os.close(lock)
    return True


def tell(place: str, raw: bytes) -> None:
    """Keep what the client says of its provider's windows: nobody else is told; never fails, and not every second."""
    found = decode(raw.decode("utf-8", "replace"))
    session = found.get("session_id") if isinstance(found, dict) else None
    limits = found.get("rate_limits") if isinstance(found, dict) else None
    if not isinstance(session, str) or not isinstance(limits, dict) or not session.replace("-", "").isalnum():
        return
    path = f"{place}/{TOLD}/{session[:64]}.json"
    try:
        if 0 <= time.time() - os.stat(path).st_mtime < REFRESH_S:
            return
    except OSError:
        pass  # the first time
    data = encode({"rate_limits": limits}).encode()
    try:
        os.makedirs(f"{place}/{TOLD}", 0o700, exist_ok=True)  # noqa: PTH103 -- see above
        file = os.open(f"{path}.{os.getpid()}", os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
        os.write(file, data)
        os.close(file)
        os.replace(f"{path}.{os.getpid()}", path)  # noqa: PTH105 -- see above
    except OSError:
        pass  # it is said again in a second


def _text(known: Mapping[str, object], name: str) -> str:
    value = known.get(name)
    return value if isinstance(value, str) else ""


def _input() -> bytes:
    parts: list[bytes] = []
    size = 0
    try:
        if os.isatty(0):
            return b""
        while size < _LONGEST and (part := os.read(0, 1 << 16)):
            parts.append(part)
            size += len(part)
    except OSError:
        pass  # no standard input: the line is about the machine
    return b"".join(parts)
