"""A message in the form that a chat or push service takes. None of them may be made to ping people or to show markup.

`json` is for programs: the whole record, beside the text.
"""

from __future__ import annotations

from collections.abc import Callable

from cctl.core.notify.message import Message
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

NANO_TAGS = ("-", "warning", "rotating_light")


class Body(NamedTuple):
    """What is sent."""

    data: bytes
    headers: dict[str, str]


def shaped(shape: str, told: Message, record: Record) -> Body:
    """The body for a service."""
    return SHAPES[shape](told, record)


def signature(secret: bytes, moment: str, data: bytes) -> str:
    """HMAC over time and body, so that a body that was sent once can't be sent again another day."""
    import hashlib  # noqa: PLC0415 -- OpenSSL takes 2 ms that only signed messages pay
    import hmac  # noqa: PLC0415 -- see above

    return "sha256=" + hmac.new(secret, moment.encode() + b"." + data, hashlib.sha256).hexdigest()


def _json(told: Message, record: Record) -> Body:
    event = {"v": 1, "event": record.get("type"), "title": told.title, "text": told.text, "urgency": told.urgency}
    return _as_json(event | {"record": record})


def _slack(told: Message, record: Record) -> Body:
    def safe(text: str) -> str:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    return _as_json({"text": f"{safe(told.title)}\n{safe(told.text)}".strip(), "mrkdwn": False})


def _discord(told: Message, record: Record) -> Body:
    text = f"{told.title}\n{told.text}".strip()[:1900]
    return _as_json({"content": text, "allowed_mentions": {"parse": []}})


def _teams(told: Message, record: Record) -> Body:
    def block(text: str, **more: object) -> dict[str, object]:
        return {"type": "TextBlock", "text": _unmarked(text), "wrap": True, **more}

    content = {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.2",
        "body": [block(told.title, weight="Bolder"), *([block(told.text)] if told.text else [])],
    }
    card = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": content}
    return _as_json({"type": "message", "attachments": [card]})


def _ntfy(told: Message, record: Record) -> Body:
    headers = {
        "Title": _of_header(told.title),
        "Priority": str(2 + told.urgency),
        "Content-Type": "text/plain; charset=utf-8",
    }
    if told.urgency:
        headers["Tags"] = NANO_TAGS[told.urgency]
    return Body((told.text or told.title).encode(), headers)


def _of_header(text: str) -> str:
    """A text as a header may carry it: those are Latin-1 at best, so all else is an encoded word (RFC 2047)."""
    if text.isascii() and text.isprintable():
        return text
    import base64  # noqa: PLC0415 -- 2 ms that only what is sent pays

    return f"=?UTF-8?B?{base64.b64encode(text.encode('utf-8', 'replace')).decode()}?="


def _text(told: Message, record: Record) -> Body:
    return Body(f"{told.title}\n{told.text}".strip().encode(), {"Content-Type": "text/plain; charset=utf-8"})


def _unmarked(text: str) -> str:
    return "".join(f"\\{char}" if char in "*_[]()#`~" else char for char in text)


def _as_json(value: object) -> Body:
    import json  # noqa: PLC0415 -- 1 ms that only what is sent pays

    data = json.dumps(value, separators=(",", ":"), default=str).encode()
    return Body(data, {"Content-Type": "application/json"})


SHAPES: dict[str, Callable[[Message, Record], Body]] = {
    "json": _json,
    "slack": _slack,
    "discord": _discord,
    "teams": _teams,
    "ntfy": _ntfy,
    "text": _text,
}
