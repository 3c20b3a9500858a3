"""The stand-in for the Messages API: turns in their order, results kept, both ways of answering."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cctl.host.verify.stub import Script, act, events, message_of, serving

CALL = {"id": "c1", "name": "Bash", "input": {"command": "curl {address}/x"}}


class Server:
    """A stub that runs."""

    def __init__(self, *turns: dict[str, Any]) -> None:
        self.script = Script(list(turns))
        self._server = serving(self.script)
        self.address = f"http://127.0.0.1:{self._server.server_address[1]}"

    def post(self, path: str, value: object) -> Any:
        data = value if isinstance(value, bytes) else json.dumps(value).encode()
        with urllib.request.urlopen(urllib.request.Request(self.address + path, data)) as answer:
            return answer.read().decode()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server({"text": "one", "tools": [CALL]}, {"text": "helper", "match": "ask the helper"}, {"text": "two"})
    made.script.bind(made.address)
    yield made
    made.close()


def asked(text: str = "go", **more: Any) -> dict[str, Any]:
    return {"model": "m", "tools": [{"name": "Bash"}], "messages": [{"role": "user", "content": text}]} | more


def test_turns_come_in_their_order_and_then_nothing_is_left(server: Server) -> None:
    texts = [json.loads(server.post("/v1/messages?beta=true", asked()))["content"][0]["text"] for _ in range(3)]
    assert texts == ["one", "two", "done"]
    assert server.script.requests == 3


def test_a_turn_for_somebody_else_waits_for_him(server: Server) -> None:
    assert "helper" in server.post("/v1/messages", asked("please ask the helper"))
    assert "one" in server.post("/v1/messages", asked())


def test_calls_know_the_servers_address(server: Server) -> None:
    message = json.loads(server.post("/v1/messages", asked()))
    assert message["stop_reason"] == "tool_use"
    assert message["content"][1]["input"]["command"] == f"curl {server.address}/x"


def test_requests_without_tools_use_no_turn_up(server: Server) -> None:
    assert json.loads(server.post("/v1/messages", {"messages": []}))["content"][0]["text"] == "cctl"
    assert json.loads(server.post("/v1/messages/count_tokens", {})) == {"input_tokens": 1}
    assert server.script.requests == 0


def test_what_comes_back_is_kept(server: Server) -> None:
    result = {"type": "tool_result", "tool_use_id": "c1", "content": [{"type": "text", "text": "no"}], "is_error": True}
    server.post("/v1/messages", asked(messages=[{"role": "user", "content": [result]}]))
    assert server.script.results == {"c1": {"error": True, "text": '[{"type": "text", "text": "no"}]'}}


def test_anything_else_is_a_mark(server: Server) -> None:
    for path, data in (("/asked", {}), ("/other", b"x")):
        with pytest.raises(urllib.error.HTTPError):
            server.post(path, data)
    with pytest.raises(urllib.error.HTTPError) as told:
        server.post("/v1/messages", b"{")
    assert told.value.code == 400
    assert server.script.hits == ["/asked", "/other"]


def test_a_stream_says_the_same_as_the_message(server: Server) -> None:
    text = server.post("/v1/messages", asked(stream=True))
    assert [line[7:] for line in text.splitlines() if line.startswith("event: ")][:2] == [
        "message_start",
        "content_block_start",
    ]
    message = message_of({"text": "hi", "tools": [CALL]}, "m")
    told = list(events(message))
    pieces = [each["delta"] for each in told if each["type"] == "content_block_delta"]
    assert pieces[0]["text"] == "hi"
    assert json.loads(pieces[1]["partial_json"]) == CALL["input"]
    assert told[-2]["delta"]["stop_reason"] == "tool_use"


def test_a_turn_may_write_a_file_first(tmp_path: Path) -> None:
    act({"writes": {str(tmp_path / "a/b"): "text"}})
    assert (tmp_path / "a/b").read_text() == "text"
