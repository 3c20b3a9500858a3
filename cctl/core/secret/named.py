"""Secrets known by the name beside them: `password: …`, `API_TOKEN=…`, `--secret …`, `"client_secret": "…"`.

The name says secret, the value decides: code talks of tokens all day (`token = next(stream)`, `password: str`), and a
reel full of false alarms would be switched off. A value in quotes, or after an environment-style name, always goes; a
bare word goes only when it doesn't read as code.
"""

from __future__ import annotations

import re
from functools import cache

from cctl.core.secret.chance import is_piece
from cctl.records.pattern import pattern

_NAMES = (
    r"passw(?:or)?d|passwd|(?<=[a-zA-Z0-9][_.-])pass(?![a-z])|passphrase|pwd|secret|token|credential|authorization"
    r"|(?:api|access|private|secret|signing|encryption|encrypt|auth|account|master|session|shared|license|service)[_.-]?key"
    r"|apikey|connection[_.-]?string|webhook[_.-]?url|database[_.-]?url|dsn"
)
_TAIL = r"(?:[_.-](?:key|base|value|string|prod|dev|test|live|staging|b64|base64|hash|\d{1,3}))*s?"

_ASSIGNED = (
    rf"(?i)(?P<name>(?:{_NAMES}){_TAIL})(?P<shut>[\"'\]]*)(?P<eq>[ \t]*(?:=>|:=|=(?!=)|:)[ \t\n]*)"
    r"(?:[bru]{0,2}\"(?P<dq>(?:[^\"\\\n]|\\.){1,400})\"?|[bru]{0,2}'(?P<sq>(?:[^'\\\n]|\\.){1,400})'?|(?P<bare>[^\s\"'`][^\s\"'`]{0,400}))"
)
_FLAG = (
    rf"(?i)(?<![\w-])--?(?P<name>[\w-]{{0,40}}?(?:{_NAMES}){_TAIL})(?P<eq>[ \t\n]+|=)"
    r"(?:\"(?P<dq>[^\"\n]{1,400})\"|'(?P<sq>[^'\n]{1,400})'|(?P<bare>[^\s\"'`-][^\s\"'`]{0,400}))"
)
_ELEMENT = rf"(?i)<(?P<name>[\w:.-]{{0,40}}?(?:{_NAMES}){_TAIL})>(?P<told>[^<>\s]{{3,200}})</"
_TOLD = rf"(?i)\b(?P<name>{_NAMES}|pin|passcode)\s+(?:is|was|=)\s*:?\s+[\"'`]?(?P<told>[^\s\"'`]{{4,200}})"

_STEMS = (
    *(
        "passw",
        "_pass",
        "-pass",
        ".pass",
        "passphrase",
        "passcode",
        "pwd",
        "pin ",
        "secret",
        "token",
        "credential",
        "authorization",
        "dsn",
    ),
    *("apikey", "_key", "-key", ".key", "accesskey", "privatekey", "secretkey", "authkey", "accountkey", "masterkey"),
    *(
        "signingkey",
        "encryptionkey",
        "sessionkey",
        "sharedkey",
        "licensekey",
        "servicekey",
        "connection",
        "_url",
        "-url",
    ),
)
_BEFORE, _AFTER = 64, 480  # how far a name and its value reach from a stem


_PLAIN = frozenset(
    """none null nil true false undefined str string bytes int number bool boolean any object optional required unset
    empty void text varchar self this todo type env redacted hidden masked password secret token changed unchanged
    yes no on off missing invalid expired valid is was not and or the""".split()  # noqa: SIM905 -- reads best as words
)
_HOLDER = pattern(
    r"[\[(<{]*(?:redacted|#[0-9a-f]{3,8}|\*+|x{3,}|\.{2,}|…+|-+|_+|your[-_ ].*|<.*|\$.*|\{\{.*|%\(.*|%[sd]|\{\w*\}?"
    r"|@\w+|(?:os|process|env|config|settings|self|this|args|opts|options|secrets|vars|params|data|request|req|ctx|user)[.\[].*)"
    r"[\])>}]*",
    re.I,
)
_CODE = pattern(r"[A-Za-z_][\w]*(?:[.:]{1,2}[A-Za-z_]\w*)*(?:[(\[{<|?!,;].*)?,?")


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    return re.compile(_ASSIGNED), re.compile(_FLAG), re.compile(_TOLD), re.compile(_ELEMENT)


@cache
def _name() -> re.Pattern[str]:
    return re.compile(
        rf"(?i)(?:.*[^a-z])?(?:{_NAMES}){_TAIL}|.*(?:Password|Secret|Token|ApiKey|PrivateKey|AccessKey)", re.S
    )


def is_secret_name(name: str) -> bool:
    """Whether a key of a mapping promises a secret as its value."""
    return len(name) <= 100 and _name().fullmatch(name) is not None


def is_secret_value(name: str, value: str) -> bool:
    """Whether the quoted value beside such a name can be one."""
    value = value.strip()
    return (
        len(value) >= 3
        and value.lower() not in _PLAIN
        and not _HOLDER.fullmatch(value)
        and not (name.lower().endswith("pwd") and value[:1] in "/~.")
    )


def named(text: str, *, strict: bool = False) -> list[tuple[int, int, str]]:
    """Every secret that a name beside it gives away: start, end, kind; `strict` where lines were joined."""
    found = []
    assigned, flag, told, element = _patterns()
    for start, end in _windows(text):
        for match in assigned.finditer(text, start, end):
            span = _value(text, match, strict)
            if span:
                found.append((*span, "password" if "pass" in match["name"].lower() else "named_secret"))
        for match in flag.finditer(text, start, end):
            group = next(each for each in ("dq", "sq", "bare") if match[each])
            if is_secret_value(match["name"], match[group]):
                found.append((*match.span(group), "cli_password"))
        for match in element.finditer(text, start, end):
            if is_secret_value(match["name"], match["told"]):
                found.append((*match.span("told"), "password" if "pass" in match["name"].lower() else "named_secret"))
        for match in told.finditer(text, start, end):
            value = match["told"].rstrip(".,;:!?)")
            if any(each.isdigit() for each in value) and is_secret_value(match["name"], value) and "(" not in value:
                found.append((match.start("told"), match.start("told") + len(value), "password"))
    return found


def _windows(text: str) -> list[tuple[int, int]]:
    """Where a name can be: the patterns are slow, and most of a text holds no stem of any name."""
    lower = text.lower()
    if len(lower) != len(text):
        return [(0, len(text))]  # a letter that grows when lowered would shift every place
    hits = []
    for stem in _STEMS:
        at = lower.find(stem)
        while at >= 0:
            hits.append(at)
            at = lower.find(stem, at + len(stem))
    windows: list[tuple[int, int]] = []
    for at in sorted(hits):
        start, end = max(0, at - _BEFORE), at + _AFTER
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def _value(text: str, match: re.Match[str], strict: bool) -> tuple[int, int] | None:
    name = match["name"]
    for group in ("dq", "sq"):
        if match[group]:
            return match.span(group) if is_secret_value(name, match[group]) else None
    start, value = match.start("bare"), match["bare"]
    if (strict or "\n" in match["eq"]) and not (is_piece(value) and not set(value) & set(":=")):
        return None  # the next line of a file, not the value
    if match["eq"] == "=" and _is_environment(text, match):
        value = value.rstrip(",;")
    else:
        value = re.split(r"[,;)}\]<>](?:\s|$)|[)}\]]+[,;]?$", value)[0].rstrip(",;)")
    if not is_secret_value(name, value) or not _reads_as_secret(text, match, value):
        return None
    return start, start + len(value)


def _is_environment(text: str, match: re.Match[str]) -> bool:
    return match["name"].isupper() and (match.start() == 0 or not text[match.start() - 1].islower())


def _reads_as_secret(text: str, match: re.Match[str], value: str) -> bool:
    """Whether a bare value is a secret and not an expression, a type or a count."""
    spaced = match["eq"] != match["eq"].strip()
    name = match["name"].lower()
    if value[0] in "/~" and ("key" in name or "pwd" in name or "credential" in name):
        return False  # a file that holds it
    if value.isdigit():
        return "pass" in name or "pin" in name
    if match["eq"] == "=" and _is_environment(text, match):
        return True
    if not _CODE.fullmatch(value):
        return value[0] not in "([{&*|+=!>" or not spaced
    if "(" in value or "[" in value or "." in value:
        return False
    mixed = any(each.isdigit() for each in value) and any(each.isalpha() for each in value)
    return mixed or ("pass" in name and value.isalpha() and not value[0].isupper())
