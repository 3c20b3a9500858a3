"""A stand-in for the Messages API on loopback: it answers a client with the calls of a script, one turn after another.

Just enough of the protocol to make a client act: streamed messages with text and tool use. A request that offers no
tools (titles, warm-up) uses no turn up. What the client sends back is kept, for it tells what became of each call.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

USAGE = {"input_tokens": 1, "output_tokens": 1, "cache_creation_input_tokens": 0, "cache_read_input_tokens": 0}


class Script:
    """The turns that are left, and what has come back."""

    def __init__(self, turns: list[dict[str, Any]]) -> None:
        self._turns = list(turns)
        self._lock = threading.Lock()
        self.results: dict[str, dict[str, Any]] = {}  # call → {error, text}
        self.hits: list[str] = []  # paths that were asked for beside the API
        self.requests = 0

    def bind(self, address: str) -> None:
        """Put the server's address, which is known only now, into the calls."""
        self._turns = json.loads(json.dumps(self._turns).replace("{address}", address))

    def next(self, request: dict[str, Any]) -> dict[str, Any]:
        """The turn that answers a request; one with `match` answers only whoever was told that text."""
        self._take_results(request)
        if not request.get("tools"):
            return {"text": "cctl"}
        said = json.dumps([request.get("system"), (request.get("messages") or [])[:2]])
        with self._lock:
            self.requests += 1
            for told in (True, False):
                for turn in self._turns:
                    if (turn["match"] in said) if told and "match" in turn else (not told and "match" not in turn):
                        self._turns.remove(turn)
                        return turn
        return {"text": "done"}

    def _take_results(self, request: dict[str, Any]) -> None:
        for message in request.get("messages") or ():
            content = message.get("content")
            for block in content if isinstance(content, list) else ():
                if isinstance(block, dict) and block.get("type") == "tool_result":
                    text = block.get("content")
                    plain = text if isinstance(text, str) else json.dumps(text)
                    self.results[str(block.get("tool_use_id"))] = {"error": bool(block.get("is_error")), "text": plain}


class Handler(BaseHTTPRequestHandler):
    """One request."""

    protocol_version = "HTTP/1.1"
    script: Script

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Anything beside the API."""
        self.script.hits.append(self.path)
        self._json(404, {"type": "error", "error": {"type": "not_found_error", "message": "not here"}})

    do_HEAD = do_GET

    def do_POST(self) -> None:
        """A message, or a count of tokens."""
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        path = self.path.partition("?")[0]
        if path.endswith("/count_tokens"):
            return self._json(200, {"input_tokens": 1})
        if not path.endswith("/v1/messages"):
            return self.do_GET()
        try:
            request = json.loads(body or b"{}")
        except ValueError:
            return self._json(400, {"type": "error", "error": {"type": "invalid_request_error", "message": "no JSON"}})
        turn = self.script.next(request)
        act(turn)
        message = message_of(turn, str(request.get("model") or "stub"))
        if request.get("stream"):
            return self._stream(message)
        return self._json(200, message)

    def _json(self, status: int, value: object) -> None:
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def _stream(self, message: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True
        for event in events(message):
            self.wfile.write(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode())


def act(turn: dict[str, Any]) -> None:
    """What a turn does to the world before it is answered: writes a file, and gives the client time to notice."""
    for path, text in turn.get("writes", {}).items():
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text)
    time.sleep(turn.get("wait_s", 0))


def message_of(turn: dict[str, Any], model: str) -> dict[str, Any]:
    """A turn as the API's message."""
    tools = turn.get("tools") or []
    content: list[dict[str, Any]] = [{"type": "text", "text": turn.get("text") or "next"}]
    content += [{"type": "tool_use", "id": each["id"], "name": each["name"], "input": each["input"]} for each in tools]
    said = {"id": f"msg_{time.monotonic_ns()}", "type": "message", "role": "assistant", "model": model}
    stop = "tool_use" if tools else "end_turn"
    return {**said, "content": content, "stop_reason": stop, "stop_sequence": None, "usage": USAGE}


def events(message: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A message as the stream that it would have come in."""
    yield {"type": "message_start", "message": {**message, "content": [], "stop_reason": None}}
    for index, block in enumerate(message["content"]):
        plain = block["type"] == "text"
        empty = {"type": "text", "text": ""} if plain else {**block, "input": {}}
        piece = (
            {"type": "text_delta", "text": block["text"]}
            if plain
            else {"type": "input_json_delta", "partial_json": json.dumps(block["input"])}
        )
        yield {"type": "content_block_start", "index": index, "content_block": empty}
        yield {"type": "content_block_delta", "index": index, "delta": piece}
        yield {"type": "content_block_stop", "index": index}
    stop = {"stop_reason": message["stop_reason"], "stop_sequence": None}
    yield {"type": "message_delta", "delta": stop, "usage": {"output_tokens": 1}}
    yield {"type": "message_stop"}


def serving(script: Script) -> ThreadingHTTPServer:
    """A server on a free port of loopback, in a thread of its own."""
    handler = type("Bound", (Handler,), {"script": script})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
