"""Sixty secrets of twenty kinds, made from a seed, in the places where they hide: plain, wrapped, coloured, encoded.

None was ever valid, none is written down: they exist while a test runs. Every test that stores, shows or shares text
plants them and looks for what is left.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from random import Random
from typing import NamedTuple
from urllib.parse import quote

LOWER = "abcdefghijklmnopqrstuvwxyz"
DIGITS = "0123456789"
BASE62 = LOWER + LOWER.upper() + DIGITS
HEX = DIGITS + "abcdef"


class Planted(NamedTuple):
    """One secret in its text."""

    kind: str
    way: str
    text: str  # what is shown, with the secret in it
    secret: str  # what must not be left, in the clear
    needles: tuple[str, ...]  # pieces of it, none of which may be left in any reading


WAYS = ("plain", "split", "coloured", "diff", "url", "json", "quoted_lines", "diff_split", "coloured_split")


def corpus(seed: int = 5) -> list[Planted]:
    """All sixty, three of each kind, every way used."""
    random = Random(seed)
    found = []
    for kind_at, (kind, make) in enumerate(KINDS.items()):
        for turn in range(3):
            before, secret, after = make(random)
            way = WAYS[(kind_at * 3 + turn) % len(WAYS)] if "\n" not in secret else ("plain", "json", "diff")[turn]
            found.append(_planted(kind, way, before, secret, after))
    return found


def left(planted: Planted, output: str) -> list[str]:
    """The needles that are still to be read in the output, in any reading a thief would try."""
    readings = [output, re.sub(r"\x1b\[[0-9;?]*[ -/]*[@-~]", "", output)]
    readings.append(re.sub(r"\s+[+\-|>]?\s*", "", readings[1]))
    readings.append(re.sub(r"<[^>]*>|&#?\w+;|\s+", "", output))
    readings.append(re.sub(r"[\\\"'\s+]", "", readings[1]))
    return [needle for needle in planted.needles if any(needle in reading for reading in readings)]


def _planted(kind: str, way: str, before: str, secret: str, after: str) -> Planted:
    body = max(re.split(r"[\n ]", secret), key=len)
    needles = {secret, *(body[at : at + 10] for at in range(6, max(7, len(body) - 9)))}
    text = _placed(way, before, secret, after)
    if way == "url":
        needles |= {quote(secret, safe="")}
    return Planted(kind, way, text, secret, tuple(sorted(needles)))


def _placed(way: str, before: str, secret: str, after: str) -> str:
    half = len(secret) * 3 // 5
    one, two = secret[:half], secret[half:]
    if way == "split":
        return f"first line\n{before}{one}\n{two}{after}\nlast line"
    if way == "coloured":
        return f"\x1b[1m{before}\x1b[31m{one}\x1b[1;32m{two}\x1b[0m{after}"
    if way == "diff":
        body = "".join(f"+{line}\n" for line in f"{before}{secret}{after}".split("\n"))
        return f"@@ -1,2 +1,3 @@\n context\n-old = 1\n{body} context"
    if way == "url":
        return f"GET /login?next={quote(before + secret + after, safe='')} HTTP/1.1"
    if way == "json":
        return json.dumps({"output": json.dumps({"line": f"{before}{secret}{after}"})})
    if way == "quoted_lines":
        return f'call(\n    "{before}{one}"\n    "{two}{after}",\n)'
    if way == "diff_split":
        return f"@@ -1 +1,2 @@\n-old\n+{before}{one}\n+{two}{after}\n context"
    if way == "coloured_split":
        return f"{before}\x1b[33m{one}\x1b[0m\n\x1b[33m{two}\x1b[0m{after}\n"
    return f"some words\n{before}{secret}{after}\nmore words"


def _some(random: Random, letters: str, count: int) -> str:
    """Random characters, digits among every six, as in any key that is long enough to be one."""
    return "".join(random.choice(DIGITS if at % 6 == 3 else letters) for at in range(count))


def _key_block(random: Random) -> tuple[str, str, str]:
    lines = "\n".join(_some(random, BASE62 + "+/", 64) for _ in range(4))
    name = random.choice(("RSA ", "", "OPENSSH ", "EC "))
    return "", f"-----BEGIN {name}PRIVATE KEY-----\n{lines}\n-----END {name}PRIVATE KEY-----", ""


def _jwt(random: Random) -> tuple[str, str, str]:
    head = b64encode(json.dumps({"alg": "HS256", "typ": "JWT"}).encode()).decode().rstrip("=")
    body = (
        b64encode(json.dumps({"sub": _some(random, DIGITS, 10), "id": _some(random, LOWER, 9)}).encode())
        .decode()
        .rstrip("=")
    )
    return "jwt ", f"{head}.{body}.{_some(random, BASE62 + '-_', 43)}", ""


KINDS = {
    "anthropic": lambda r: ("ANTHROPIC_API_KEY=", f"sk-ant-api03-{_some(r, BASE62 + '-_', 60)}", ""),
    "openai": lambda r: ("using ", f"sk-proj-{_some(r, BASE62, 48)}", " now"),
    "github": lambda r: ("remote: ", f"ghp_{_some(r, BASE62, 36)}", " ok"),
    "github_fine": lambda r: ("", f"github_pat_{_some(r, BASE62, 22)}_{_some(r, BASE62, 40)}", ""),
    "gitlab": lambda r: ("PRIVATE-TOKEN: ", f"glpat-{_some(r, BASE62, 20)}", ""),
    "aws_id": lambda r: ("id ", f"AKIA{_some(r, LOWER.upper(), 16)}", " ok"),
    "aws_secret": lambda r: ("aws_secret_access_key = ", _some(r, BASE62 + "+/", 40), ""),
    "slack": lambda r: ("slack ", f"xoxb-{_some(r, DIGITS, 12)}-{_some(r, BASE62, 24)}", " ok"),
    "stripe": lambda r: ("stripe.key ", f"sk_live_{_some(r, BASE62, 32)}", ""),
    "google": lambda r: ("maps?key=", f"AIza{_some(r, BASE62 + '-_', 35)}", ""),
    "jwt": _jwt,
    "private_key": _key_block,
    "bearer": lambda r: ("Authorization: Bearer ", _some(r, BASE62, 30), ""),
    "password": lambda r: ('"password": "', _some(r, BASE62, 14), '"'),
    "env_password": lambda r: ("DB_PASSWORD=", _some(r, BASE62, 20), ""),
    "url_password": lambda r: ("postgres://app:", _some(r, BASE62, 20), "@db.internal:5432/app"),
    "npm": lambda r: ("//registry/:_authToken=", f"npm_{_some(r, BASE62, 36)}", ""),
    "huggingface": lambda r: ("HF ", f"hf_{_some(r, BASE62, 34)}", " ok"),
    "hex": lambda r: ("value ", _some(r, HEX, 48), " ok"),
    "base62": lambda r: ("value ", _some(r, BASE62, 40), " ok"),
}
