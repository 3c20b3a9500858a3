"""Whether a string looks like chance: the secrets that have neither a shape nor a name.

Entropy alone takes every long identifier for a key. What tells them apart is that names are made of words: long runs
of letters in one case. Random base62 has few of these, random base36 and hex change between letters and digits all
the time. The limits were chosen on source code (false alarms) and on generated keys (misses); see the test.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise
from math import log2

SHORTEST = 20
_FOLDERS = frozenset(("blob", "tree", "commit", "commits", "raw", "compare"))
_LONGEST = 4096  # what is longer is judged by its head

_KNOWN = frozenset(("toolu", "srvtoolu", "msg", "req", "call", "resp", "rs", "fc", "item", "sha256", "sha512", "sha1"))


@cache
def _runs() -> re.Pattern[str]:
    return re.compile(r"[A-Za-z0-9+/_-]{20,}={0,2}")


@cache
def _words() -> re.Pattern[str]:
    return re.compile(r"[A-Z]?[a-z]{3,}|[A-Z]{3,}(?![a-z])")


@cache
def _uuid() -> re.Pattern[str]:
    return re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")


@cache
def _public() -> re.Pattern[str]:
    """What stands before a hash that everybody may know."""
    return re.compile(
        r"(?i)(?:commit|sha-?\d*|tree|parent|blob|index|digest|checksum|hash|merge|head|rev|revision|integrity|md5|etag"
        r"|origin/\S*|[0-9a-f]{7,40}\.{2,3}|@|gpg:|id|uuid|session|call)[\"']?[\s:=@-]*$"
    )


def looks_random(text: str) -> bool:
    """Whether one run of key characters (at least `SHORTEST` of them) was drawn, not written."""
    bare = text[:_LONGEST].strip("=")
    if len(bare) < SHORTEST or entropy(bare) < (2.6 if _is_hex(bare) else 3.5):
        return False
    letters = sum(map(str.isalpha, bare))
    if not letters or (letters < len(bare) / 8 and not _is_hex(bare)):
        return False  # a date, a version, a measure
    classes = [_class(each) for each in bare]
    pairs = [(a, b) for a, b in pairwise(classes) if a and b]
    turns = sum(a != b for a, b in pairs) / len(bare)
    to_digits = sum((a == 1) != (b == 1) for a, b in pairs) / len(bare)
    wordy = sum(len(each) for each in _words().findall(bare)) / len(bare)
    if letters == len(bare) or not any(map(str.isdigit, bare)):
        return len(bare) >= 32 and wordy < 0.15  # letters alone: most names of code turn as often as keys
    return turns >= 0.4 or to_digits >= 0.2 or wordy < 0.15


def _class(letter: str) -> int:
    """Digit, lower, upper; 0 for what joins words, which names turn on as often as keys do."""
    return 1 if letter.isdigit() else 2 if letter.islower() else 3 if letter.isupper() else 0


def _is_hex(text: str) -> bool:
    return not text.strip("0123456789abcdef") or not text.strip("0123456789ABCDEF")


def is_piece(text: str) -> bool:
    """Whether the text of a neighbour line goes on with a key: no plain word, no number, no assignment."""
    kinds = any(map(str.isdigit, text)) + any(map(str.islower, text)) + any(map(str.isupper, text))
    capital = text.isalpha() and text.istitle()
    return kinds >= 2 and not capital


def entropy(text: str) -> float:
    """Shannon entropy in bits per character."""
    total = len(text)
    return -sum(count / total * log2(count / total) for count in Counter(text).values())


def random_runs(text: str) -> list[tuple[int, int, str]]:
    """Every run that looks like chance and isn't known to be public: start, end, kind."""
    found = []
    for match in _runs().finditer(text):
        run = match[0]
        if _uuid().search(run):
            if not looks_random(_uuid().sub("", run)):
                continue
        elif not _is_random(run):
            continue
        if run.partition("_")[0] in _KNOWN or run.partition("-")[0] in _KNOWN:
            continue
        if _is_hex(run) and _public().search(text[max(0, match.start() - 40) : match.start()]):
            continue
        found.append((*match.span(), "high_entropy"))
    return found


def _is_random(run: str) -> bool:
    """A slash is a letter of base64 and the joint of a path: one random part makes the whole run a secret."""
    parts = run.split("/")
    named = any(before in _FOLDERS and _is_hex(part) for before, part in pairwise(parts))
    if named:
        return False  # the page of a commit
    return any(looks_random(part) for part in parts) or (len(parts) * 8 <= len(run) and looks_random(run))
