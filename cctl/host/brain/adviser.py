"""One model's server as an adviser: asked about what is left to ask, within one budget, and left alone when it fails.

What it said is kept for a week, and its failures for as long as they count, in one small file beside the log: a hook
lives for one call, and would else ask the same again and knock at a dead server before every dialog. One question at a
time on this machine: whoever finds another one under way goes without.
"""

from __future__ import annotations

import fcntl
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cctl.core.brain import prompt
from cctl.core.brain.breaker import Breaker
from cctl.core.brain.opinion import Nothing, Opinion, adviser, again, answered, request
from cctl.core.brain.reply import who
from cctl.core.digest import digest
from cctl.host.brain import model
from cctl.host.brain.memory import keep, own_file
from cctl.host.brain.prompts import text
from cctl.records.errors import BadConfig
from cctl.records.named import NamedTuple

FILE, LOCK = "advice", "advice.lock"
KEPT_MS = 7 * 86_400_000
MOST = 500  # opinions that are kept
_LONGEST = 1 << 20
_KEY = 4096  # bytes of a file that holds a key


class Asked(NamedTuple):
    """Which model to ask, and how."""

    url: str
    remote: bool
    kind: str
    model: str
    budget_ms: int
    prompt: str
    key_file: str = ""


def asked(setting: Callable[[str], object], config: str) -> Asked:
    """The model that settings name, asked with the prompt that holds."""
    return Asked(
        url=str(setting("brain.llm_url")),
        remote=setting("brain.llm_remote") is True,
        kind=str(setting("brain.llm_kind")),
        model=str(setting("brain.llm_model")),
        budget_ms=int(str(setting("brain.llm_ms"))),
        prompt=text(config, "judge")[0],
        key_file=str(setting("brain.llm_key_file")),
    )


class Adviser:
    """One model; `folder` keeps what it said, "" nothing beyond this process.

    `model` and `id` are those of whoever answered last, by the server's own word: a certificate is nobody else's.
    """

    def __init__(self, asked: Asked, folder: str) -> None:
        if not asked.model:
            raise BadConfig("brain.llm_model: no model is named", hint="brain.llm = off works without one")
        self._asked = asked
        self.model = asked.model
        self._server = model.server(asked.url, remote=asked.remote)
        self._key = _key(asked.key_file)
        self._folder = folder
        self.id = self._asked_id = adviser(asked.kind, asked.model, asked.prompt)
        self._kept: dict[str, list[Any]] = {}
        self._breaker = Breaker()
        self._read()

    def opinion(self, summary: dict[str, Any], effects: list[str], now_ms: int) -> Opinion | Nothing:
        """What it thinks of a call that is told in known words; never later than its budget."""
        self._answered("")
        told = json.dumps(summary, sort_keys=True)
        name = digest([self._asked_id, told])
        known = self._kept.get(name)
        if known is not None and 0 <= now_ms - known[0] < KEPT_MS:
            self._answered(str(known[4]))
            return Opinion(*map(str, known[1:4]))
        if not self._breaker.open(now_ms):
            return Nothing("left_alone")
        lock = self._lock()
        if lock is None:
            return Nothing("busy")
        try:
            found = self._ask(prompt.filled(self._asked.prompt, {"call": told}), effects)
        finally:
            if lock >= 0:
                os.close(lock)
        if isinstance(found, Nothing):
            self._breaker.failed(now_ms)
        else:
            self._breaker.worked()
            self._kept.pop(name, None)
            self._kept[name] = [now_ms, *found, self.model]
        self._write()
        return found

    def _ask(self, text: str, effects: list[str]) -> Opinion | Nothing:
        asked, budget_s = self._asked, self._asked.budget_ms / 1000
        end = time.monotonic() + budget_s
        found: Opinion | Nothing = Nothing("read_timeout")
        rung: int | None = 0
        tries = 0
        while rung is not None and (left_s := end - time.monotonic()) > 0:
            path, body = request(asked.kind, asked.model, text, effects, rung)
            tries += 1
            reply = model.ask(self._server, path, body, left_s, key=self._key)
            if isinstance(reply, Nothing):
                found = reply
            else:
                found = answered(asked.kind, reply.status, reply.body, effects)
                self._answered(who(reply.body))
            if isinstance(found, Opinion):
                break
            rung = again(asked.kind, found, (end - time.monotonic()) / budget_s, rung, tries)
        return found

    def _answered(self, model: str) -> None:
        self.model = model or self._asked.model
        self.id = adviser(self._asked.kind, self.model, self._asked.prompt)

    def _lock(self) -> int | None:
        """A descriptor, -1 where nothing is kept, None where another question is under way."""
        if not self._folder:
            return -1
        try:
            os.makedirs(self._folder, 0o700, exist_ok=True)  # noqa: PTH103 -- as the log's
            descriptor = os.open(f"{self._folder}/{LOCK}", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            return -1
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return None
        return descriptor

    def _read(self) -> None:
        """What is kept; whatever in it isn't as written is dropped."""
        if not self._folder:
            return
        try:
            document = json.loads(own_file(f"{self._folder}/{FILE}", _LONGEST) or b"")
            same = document.get("server") == self._asked.url  # another one has failed nobody yet
            failures = [int(each) for each in document["failures"]][-3:] if same else []
            kept = {str(name): list(each) for name, each in document["kept"].items() if _whole(each)}
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return
        self._breaker, self._kept = Breaker(failures), kept

    def _write(self) -> None:
        if not self._folder:
            return
        names = list(self._kept)[-MOST:]
        document = {
            "server": self._asked.url,
            "failures": self._breaker.failures,
            "kept": {name: self._kept[name] for name in names},
        }
        try:
            keep(f"{self._folder}/{FILE}", json.dumps(document).encode())
        except OSError:
            return  # it is asked again, that is all


def _whole(each: object) -> bool:
    return (
        isinstance(each, list) and len(each) == 5 and isinstance(each[0], int) and each[1] in ("allow", "ask", "deny")
    )


def _key(path: str) -> str:
    """The key that a server wants, from a file: an option or a variable would show it to every process."""
    if not path:
        return ""
    try:
        with Path(path).expanduser().open("rb") as file:
            return file.read(_KEY).decode("ascii").strip()
    except (OSError, UnicodeDecodeError) as problem:
        raise BadConfig(f"brain.llm_key_file: {path}: {getattr(problem, 'strerror', '') or 'not plain text'}") from None
