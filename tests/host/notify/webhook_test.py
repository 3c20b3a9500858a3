import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from cctl.core.notify.message import message
from cctl.core.notify.shape import signature
from cctl.host.notify.webhook import ATTEMPTS, Answer, Webhook, posted
from cctl.records.errors import UsageError
from cctl.records.schema import Record

RECORD: Record = {"type": "finding", "check": "loop", "severity": "warning", "message": "again", "session": "s1"}


class Far:
    """The other side: gives these answers in turn, the last one for ever."""

    def __init__(self, *answers: Answer) -> None:
        self.answers = list(answers)
        self.got: list[tuple[str, bytes, dict[str, str]]] = []
        self.pauses: list[float] = []

    def post(self, url: str, data: bytes, headers: dict[str, str]) -> Answer:
        self.got.append((url, data, headers))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    def pause(self, seconds: float) -> bool:
        self.pauses.append(seconds)
        return False

    def send(self, **how: object) -> str:
        hook = Webhook("https://user:pw@hooks.example/secret/path", post=self.post, pause=self.pause, **how)  # type: ignore[arg-type] # by name
        return hook.send(message(RECORD), RECORD)


def test_what_is_taken_is_sent_once() -> None:
    far = Far(Answer(204))
    assert far.send() == "" and len(far.got) == 1 and far.pauses == []


@pytest.mark.parametrize("status", [0, 408, 429, 500, 503])
def test_what_is_the_other_sides_fault_is_tried_again_with_growing_pauses(status: int) -> None:
    far = Far(Answer(status, "no answer" if not status else ""))
    problem = far.send()
    assert len(far.got) == ATTEMPTS and far.pauses == [1, 2, 4, 8]
    assert problem == ("no answer" if not status else f"hooks.example answered {status}")
    recovered = Far(Answer(500), Answer(200))
    assert recovered.send() == "" and len(recovered.got) == 2


@pytest.mark.parametrize("status", [301, 400, 401, 404, 410])
def test_what_is_our_fault_is_not_tried_again(status: int) -> None:
    far = Far(Answer(status))
    assert str(status) in far.send() and len(far.got) == 1


def test_the_other_side_may_say_how_long_to_wait() -> None:
    far = Far(Answer(429, "", 17.0), Answer(429, "", 9999.0), Answer(200))
    assert far.send() == "" and far.pauses == [17.0, 60.0]


def test_an_end_in_between_ends_the_attempts() -> None:
    far = Far(Answer(500))
    far.pause = lambda seconds: True  # type: ignore[method-assign] # as when cctl is told to end
    far.send()
    assert len(far.got) == 1


def test_a_secret_signs_time_and_body_and_is_not_sent() -> None:
    far = Far(Answer(200))
    far.send(secret=b"hush", moment=lambda: "2026-06-01T10:00:00.000Z")
    _, data, headers = far.got[0]
    assert headers["X-Cctl-Signature"] == signature(b"hush", headers["X-Cctl-Time"], data)
    assert b"hush" not in data and "hush" not in str(headers)


def test_a_problem_names_the_host_and_nothing_secret() -> None:
    problem = Far(Answer(404)).send()
    assert "hooks.example" in problem and "secret" not in problem and "pw" not in problem


def test_only_web_addresses() -> None:
    for url in ("file:///etc/passwd", "hooks.example", "ftp://x"):
        with pytest.raises(UsageError):
            Webhook(url)


@contextmanager
def served(status: int) -> Iterator[tuple[str, list[bytes]]]:
    """A server on this machine that answers with one status."""
    got: list[bytes] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(status)
            self.send_header("Retry-After", "7")
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", got
    finally:
        server.shutdown()
        server.server_close()


def test_a_real_post_is_answered_and_redirects_are_not_followed() -> None:
    with served(503) as (url, got):
        assert posted(url, b"x", {}) == Answer(503, "", 7.0) and got == [b"x"]
    with served(302) as (url, got):
        assert posted(url, b"x", {}).status == 302 and len(got) == 1
    assert posted(url, b"x", {}).status == 0
