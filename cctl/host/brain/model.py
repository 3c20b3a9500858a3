"""Asking a model's server: one request, one wall-clock budget, this machine alone unless its user says otherwise.

No proxy of the environment, no redirect, no retry: a question that isn't answered in time was not answered. A server
that drips its answer byte by byte is left at the deadline, whatever it is in the middle of.
"""

from __future__ import annotations

import json
import threading
from typing import Any
from urllib.parse import urlsplit

from cctl.core.brain.opinion import Nothing
from cctl.core.brain.reply import LONGEST
from cctl.records.errors import BadConfig
from cctl.records.named import NamedTuple

LOOPBACK = ("127.0.0.1", "::1", "localhost")
CONNECT_S = 0.15
APIS = ("/chat/completions", "/completions", "/v1", "/api/generate", "/api/chat", "/api")


class Server(NamedTuple):
    """Where to ask."""

    host: str
    port: int
    base: str  # path before the API's own
    tls: bool


class Reply(NamedTuple):
    """What came back."""

    status: int
    body: bytes


def server(url: str, *, remote: bool) -> Server:
    """The server at an address; one that isn't on this machine only when its user allows it."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:
        port = 0
    if parts.scheme not in ("http", "https") or not host or not port or parts.username or parts.query:
        raise BadConfig(f"brain.llm_url: {url!r} is no address; say http://127.0.0.1:11434")
    if not remote and host not in LOOPBACK:
        raise BadConfig(
            f"brain.llm_url: {host} is not this machine", hint="brain.llm_remote = true allows it: calls' effects leave"
        )
    base = parts.path.rstrip("/")
    for end in APIS:  # what people copy from a server's own pages
        base = base.removesuffix(end)
    return Server("127.0.0.1" if host == "localhost" else host, port, base, parts.scheme == "https")


def ask(at: Server, path: str, body: dict[str, Any], budget_s: float, *, key: str = "") -> Reply | Nothing:
    """One request; never longer than its budget."""
    box: list[Reply | Nothing] = []
    closing: list[Any] = []
    headers = {"Content-Type": "application/json", "Connection": "close"}
    headers |= {"Authorization": f"Bearer {key}"} if key else {}
    data = json.dumps(body, separators=(",", ":")).encode()
    thread = threading.Thread(target=lambda: box.append(_ask(at, path, data, headers, budget_s, closing)), daemon=True)
    thread.start()
    thread.join(budget_s)
    if box:
        return box[0]
    for connection in closing:
        connection.close()
    return Nothing("read_timeout")


def _ask(
    at: Server, path: str, data: bytes, headers: dict[str, str], budget_s: float, closing: list[Any]
) -> Reply | Nothing:
    import http.client  # noqa: PLC0415 -- 24 ms that only a question pays

    kind = http.client.HTTPSConnection if at.tls else http.client.HTTPConnection
    connection = kind(at.host, at.port, timeout=min(CONNECT_S, budget_s) if not at.tls else budget_s)
    closing.append(connection)
    try:
        connection.connect()
        connection.sock.settimeout(budget_s)
        connection.request("POST", at.base + path, data, headers)
        response = connection.getresponse()
        return Reply(response.status, response.read(LONGEST + 1))
    except ConnectionRefusedError:
        return Nothing("refused")
    except TimeoutError:
        return Nothing("connect_timeout" if connection.sock is None else "read_timeout")
    except (OSError, http.client.HTTPException, ValueError, AttributeError):
        return Nothing("unreachable")
    finally:
        connection.close()
