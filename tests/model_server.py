"""A model's server for tests, on loopback: it answers as told, and keeps what it was asked."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Model:
    """What a server is asked and how it answers."""

    def __init__(self, kind: str = "ollama") -> None:
        self.kind = kind
        self.asked: list[dict[str, Any]] = []
        self.paths: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.refuses = ""  # a word for which a request is refused, as servers do that know no schemas
        self.answer: str = ""  # the model's text; "" makes a well-formed one
        self.verdict = "deny"
        self.status = 200
        self.raw: bytes | None = None
        self.delay_s = 0.0
        self.drip_s = 0.0
        self.port = 0

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def reply(self, asked: dict[str, Any]) -> bytes:
        """The body of an answer, in the form of the server that is played."""
        if self.raw is not None:
            return self.raw
        form = asked["format"] if self.kind == "ollama" else _schema(asked["response_format"])
        category = form["properties"]["category"]["enum"][0] if isinstance(form, dict) else "VCS_REMOTE"
        text = self.answer or json.dumps({"verdict": self.verdict, "category": category, "note": "as trained"})
        message = {"message": {"role": "assistant", "content": text}}
        if self.kind == "ollama":
            return json.dumps({"model": asked["model"], "done": True, "done_reason": "stop", **message}).encode()
        return json.dumps(
            {"object": "chat.completion", "choices": [{"index": 0, "finish_reason": "stop", **message}]}
        ).encode()


def _schema(form: dict[str, Any]) -> Any:
    return form.get("schema") or form.get("json_schema", {}).get("schema")


@contextmanager
def serving(model: Model) -> Iterator[Model]:
    """A server for as long as the block lasts."""
    stop = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            model.asked.append(asked)
            model.paths.append(self.path)
            model.headers.append(dict(self.headers.items()))
            stop.wait(model.delay_s)
            body = model.reply(asked)
            try:
                self.send_response(400 if model.refuses and model.refuses in str(asked) else model.status)
                if 300 <= model.status < 400:
                    self.send_header("Location", f"http://127.0.0.1:{model.port}/elsewhere")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                for at in range(0, len(body), 8 if model.drip_s else len(body) or 1):
                    self.wfile.write(body[at : at + (8 if model.drip_s else len(body))])
                    self.wfile.flush()
                    if model.drip_s and stop.wait(model.drip_s):
                        return
            except OSError:
                return  # the client left, as it should

        def log_message(self, format: str, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    model.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield model
    finally:
        stop.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


def elapsed(begun: float) -> float:
    """Seconds since then."""
    return time.monotonic() - begun
