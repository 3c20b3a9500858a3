"""A web hook: one POST per message, tried again with growing pauses while it is the other side's fault.

Redirects are not followed: whoever answers must be whom the user named, since the body tells what agents do.
"""

from __future__ import annotations

from collections.abc import Callable

from cctl.core.notify.message import Message
from cctl.core.notify.shape import shaped, signature
from cctl.records.errors import UsageError
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

TIMEOUT_S = 10.0
ATTEMPTS = 5
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 60.0


class Answer(NamedTuple):
    """What came of one POST."""

    status: int  # 0 when there was no answer
    problem: str = ""
    retry_after_s: float = 0.0


Post = Callable[[str, bytes, dict[str, str]], Answer]


class Webhook:
    """One address."""

    name = "webhook"

    def __init__(
        self,
        url: str,
        shape: str = "json",
        secret: bytes = b"",
        post: Post | None = None,
        pause: Callable[[float], bool] = lambda seconds: False,
        moment: Callable[[], str] = lambda: "",
    ) -> None:
        if not url.startswith(("https://", "http://")):
            raise UsageError("a web hook's address begins with https:// or http://")
        self._url, self._shape, self._secret = url, shape, secret
        self._post, self._pause, self._moment = post or posted, pause, moment
        self.attempts = 0

    def pausing(self, pause: Callable[[float], bool]) -> None:
        """How to pause between attempts; True from it ends them."""
        self._pause = pause

    @property
    def where(self) -> str:
        """The host alone: the rest of an address is often a secret."""
        return self._url.split("/")[2].rpartition("@")[2]

    def send(self, told: Message, record: Record) -> str:
        """Deliver; "" when it was taken, else why not."""
        body = shaped(self._shape, told, record)
        wait_s, answer = FIRST_PAUSE_S, Answer(0)
        for attempt in range(1, ATTEMPTS + 1):
            self.attempts = attempt
            answer = self._post(self._url, body.data, body.headers | self._signed(body.data))
            if 200 <= answer.status < 300:
                return ""
            if answer.status and answer.status not in (408, 425, 429) and answer.status < 500:
                break
            if attempt == ATTEMPTS or self._pause(min(max(wait_s, answer.retry_after_s), LONGEST_PAUSE_S)):
                break
            wait_s *= 2
        return answer.problem or f"{self.where} answered {answer.status}"

    def _signed(self, data: bytes) -> dict[str, str]:
        moment = self._moment()
        found = {"User-Agent": "cctl", "X-Cctl-Time": moment}
        if self._secret:
            found["X-Cctl-Signature"] = signature(self._secret, moment, data)
        return found


def posted(url: str, data: bytes, headers: dict[str, str]) -> Answer:
    """One POST over the network."""
    import requests  # noqa: PLC0415 -- 65 ms that only web hooks pay

    try:
        with requests.post(
            url, data=data, headers=headers, timeout=TIMEOUT_S, allow_redirects=False, stream=True
        ) as answer:
            after = answer.headers.get("Retry-After", "")
            return Answer(answer.status_code, "", float(after) if after.isdigit() else 0.0)
    except requests.exceptions.RequestException as problem:
        return Answer(0, f"no answer: {type(problem).__name__}")
