"""A browser for tests that look at pages: headless Chromium, driven through its own pipe, without any network."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


class Browser:
    """One page."""

    def __init__(self, read: int, write: int) -> None:
        self._read, self._write, self._count, self._rest = read, write, 0, b""
        self.said: list[str] = []  # by the console: errors, breaches of the policy
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self.ask(f"{domain}.enable")
        self.asked_for: list[str] = []

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One command and its answer."""
        self._count += 1
        message = {"id": self._count, "method": method, "params": parameters}
        if hasattr(self, "_session"):
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._next()
            if answer.get("id") == self._count:
                assert "error" not in answer, answer
                return dict(answer["result"])

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            data = os.read(self._read, 1 << 20)
            assert data, "the browser is gone"
            self._rest += data
        line, self._rest = self._rest.split(b"\0", 1)
        found: dict[str, Any] = json.loads(line)
        told = found.get("params", {})
        if found.get("method") == "Log.entryAdded":
            self.said.append(told["entry"]["text"])
        elif found.get("method") == "Runtime.exceptionThrown":
            self.said.append(str(told["exceptionDetails"]))
        elif found.get("method") == "Network.requestWillBeSent":
            self.asked_for.append(told["request"]["url"])
        elif found.get("method") == "Page.loadEventFired":
            self._loaded = True
        return found

    def open(self, path: Path, after: str = "") -> None:
        """Open a file and wait for it."""
        self._loaded = False
        self.ask("Page.navigate", url=f"file://{path}?{self._count}{after}")  # else a new place is no new load
        while not self._loaded:
            self._next()

    def run(self, script: str) -> Any:
        """The value of an expression in the page."""
        return self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)["result"].get(
            "value"
        )

    def look(self, path: Path, width: int, height: int, *, dark: bool = False, still: bool = True) -> None:
        """A picture of the page."""
        self.ask(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )
        wishes = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        wishes.append({"name": "prefers-reduced-motion", "value": "reduce" if still else "no-preference"})
        self.ask("Emulation.setEmulatedMedia", features=wishes)
        path.write_bytes(base64.b64decode(self.ask("Page.captureScreenshot", format="png")["data"]))


@contextlib.contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """A browser with a profile of its own; the test is skipped by name where there is none."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("needs Chromium")
    to_read, to_write = os.pipe(), os.pipe()
    words = [
        program,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--remote-debugging-pipe",
        f"--user-data-dir={folder}",
    ]
    words += ["--disable-background-networking", "--no-first-run", "--hide-scrollbars"]

    shell = ["bash", "-c", f'exec "$@" 3<&{to_write[0]} 4>&{to_read[1]}', "bash", *words]
    quiet = subprocess.DEVNULL
    child = subprocess.Popen(shell, pass_fds=(to_write[0], to_read[1]), stderr=quiet, stdout=quiet)
    try:
        yield Browser(to_read[0], to_write[1])
    finally:
        child.terminate()
        child.wait(20)
        for descriptor in (*to_read, *to_write):
            os.close(descriptor)
