"""Asking a model's server: budgets, addresses, and everything that can go wrong."""

from __future__ import annotations

import socket
import time

import pytest

from cctl.core.brain.opinion import Nothing
from cctl.host.brain.model import Reply, ask, server
from cctl.records.errors import BadConfig
from tests.model_server import Model, elapsed, serving

BODY = {"model": "m", "format": {"properties": {"category": {"enum": ["X"]}}}}


def test_a_question_is_answered() -> None:
    with serving(Model()) as model:
        found = ask(server(model.url, remote=False), "/api/chat", BODY, 2.0)
        assert isinstance(found, Reply) and found.status == 200 and b"as trained" in found.body
        assert model.paths == ["/api/chat"] and model.asked == [BODY]


@pytest.mark.parametrize(("delay", "drip"), [(30.0, 0.0), (0.0, 0.2)])
def test_no_question_takes_longer_than_its_budget(delay: float, drip: float) -> None:
    with serving(Model()) as model:
        model.delay_s, model.drip_s = delay, drip
        begun = time.monotonic()
        assert ask(server(model.url, remote=False), "/api/chat", BODY, 0.3) == Nothing("read_timeout")
        assert elapsed(begun) < 1.5


def test_nobody_there_is_told_at_once() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert ask(server(f"http://127.0.0.1:{port}", remote=False), "/x", BODY, 2.0) == Nothing("refused")


def test_a_server_that_speaks_no_http_is_no_opinion() -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        at = server(f"http://127.0.0.1:{listening.getsockname()[1]}", remote=False)
        assert ask(at, "/x", BODY, 0.3) == Nothing("read_timeout")


def test_redirects_are_not_followed() -> None:
    with serving(Model()) as model:
        model.status = 302
        found = ask(server(model.url, remote=False), "/api/chat", BODY, 2.0)
        assert isinstance(found, Reply) and found.status == 302 and len(model.asked) == 1


def test_an_endless_answer_is_cut() -> None:
    with serving(Model()) as model:
        model.raw = b"x" * 500_000
        found = ask(server(model.url, remote=False), "/api/chat", BODY, 2.0)
        assert isinstance(found, Reply) and len(found.body) == (64 << 10) + 1


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://localhost:1/base/", "http://[::1]:1"])
def test_this_machine_needs_no_permission(url: str) -> None:
    assert server(url, remote=False).host in ("127.0.0.1", "::1")


@pytest.mark.parametrize(
    "url",
    ["http://example.org:80", "https://10.0.0.1", "http://127.0.0.1.example.org", "http://localhost.example.org",
     "http://169.254.169.254", "http://0.0.0.0:1"],
)  # fmt: skip
def test_another_machine_needs_its_users_word(url: str) -> None:
    with pytest.raises(BadConfig, match="is not this machine"):
        server(url, remote=False)
    assert server(url, remote=True).host in url


@pytest.mark.parametrize(
    "url", ["", "ftp://127.0.0.1", "127.0.0.1:80", "http://u:p@127.0.0.1", "http://127.0.0.1:99999999"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(BadConfig, match="is no address"):
        server(url, remote=True)


def test_proxies_of_the_environment_play_no_part(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    with serving(Model()) as model:
        assert isinstance(ask(server(model.url, remote=False), "/api/chat", BODY, 2.0), Reply)
