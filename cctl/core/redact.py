"""The one `redact` of the project: what is stored, shown or shared goes through here.

A text is read in several ways (as seen, decoded, with lines joined) because a token that a terminal wrapped, a diff
prefixed or a URL encoded is as good to a thief as a plain one. What is found in any reading is replaced where it
stands; lines stay lines, so that a diff remains a diff. What was found is told by class and place, never by content.
"""

from __future__ import annotations

import re
from binascii import a2b_base64
from collections.abc import Iterable
from functools import cache
from typing import Any

from cctl.core.secret.chance import is_piece, random_runs
from cctl.core.secret.kind import shaped
from cctl.core.secret.named import is_secret_name, is_secret_value, named
from cctl.core.secret.view import View, decoded, joined, seen
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

_SHOWN = {"home": "~", "user": "[user]"}
_IDS = frozenset(
    (
        *("type", "v", "ts", "session", "agent", "agent_id", "id", "call", "response", "hash", "input_hash", "parent"),
        *("forked_from", "tool", "version", "model", "models", "turn", "uuid", "of", "background"),
    )
)
_EVERYBODY = frozenset(
    """root user users home dev developer admin administrator test tester tests ubuntu debian fedora centos alpine
    runner vagrant docker node app ci build builder git guest nobody public shared code claude codex agent
    python work workspace project projects src me linuxbrew default pi ec2-user vscode
    codespace service local""".split()  # noqa: SIM905 -- a list of words reads best as words
)


class Redaction(NamedTuple):
    """What was taken out and where; never the thing itself."""

    kind: str
    line: int  # from 1
    column: int  # from 1
    field: str = ""  # of the record, dotted


class _Cut(NamedTuple):
    start: int
    end: int
    kind: str
    lead: bool  # the first stretch of its secret


class Redactor:
    """Takes out secrets and what tells who and where somebody is."""

    def __init__(self, home: str = "", user: str = "", users: Iterable[str] = (), *, places: bool = True) -> None:
        self._hides_places = places  # False for what stays on this machine and must still be understood as a path
        self._home = home.rstrip("/\\")
        names = {user, *users, self._home.replace("\\", "/").rpartition("/")[2]}
        self._users = frozenset(name for name in names if len(name) >= 3 and name.lower() not in _EVERYBODY)

    def aware_of(self, paths: Iterable[str]) -> Redactor:
        """The same, knowing also the users whose home folders these paths lie in."""
        found = {_owner(match) for path in paths for match in _homes().finditer(path)} - {""}
        if found <= self._users:
            return self
        return Redactor(self._home, "", self._users | found, places=self._hides_places)

    def text(self, text: str) -> str:
        """The text without its secrets."""
        return self.found(text)[0]

    def found(self, text: str) -> tuple[str, list[Redaction]]:
        """The text without its secrets, and what was taken out."""
        cuts = self._cuts(text)
        if not cuts:
            return text, []
        return _painted(text, cuts), [
            Redaction(cut.kind, text.count("\n", 0, cut.start) + 1, cut.start - text.rfind("\n", 0, cut.start))
            for cut in cuts
            if cut.lead
        ]

    def chunks(self, texts: list[str]) -> list[str]:
        """The chunks of one stream without its secrets, also those that lie across chunks."""
        whole = "".join(texts)
        cuts = self._cuts(whole)
        out, start = [], 0
        for text in texts:
            end = start + len(text)
            mine = [
                _Cut(
                    max(cut.start, start) - start, min(cut.end, end) - start, cut.kind, cut.lead and cut.start >= start
                )
                for cut in cuts
                if cut.start < end and cut.end > start
            ]
            out.append(_painted(text, mine, after_lead=True) if mine else text)
            start = end
        return out

    def record(self, record: Record) -> Record:
        """A record without its secrets; ids, times and types stay."""
        return self.record_found(record)[0]

    def record_found(self, record: Record) -> tuple[Record, list[Redaction]]:
        """A record without its secrets, and what was taken out of which field."""
        told: list[Redaction] = []
        return {key: self._value(each, key, key, told) for key, each in record.items()}, told

    def _value(self, value: Any, key: str, field: str, told: list[Redaction]) -> Any:
        if isinstance(value, str):
            return self._field(value, key, field, told)
        if isinstance(value, dict):
            return {
                self._field(name, "", field, told) if isinstance(name, str) else name: self._value(
                    each, str(name), f"{field}.{name}", told
                )
                for name, each in value.items()
            }
        if isinstance(value, list):
            if len(value) > 1 and all(isinstance(each, str) and "\n" not in each for each in value):
                return self._field("\n".join(value), key, field, told).split("\n")
            return [self._value(each, key, f"{field}.{at}", told) for at, each in enumerate(value)]
        return value

    def _field(self, text: str, key: str, field: str, told: list[Redaction]) -> str:
        if "." not in field and key in _IDS:
            new, found = self.found(text) if shaped(text) else (text, [])
        elif is_secret_name(key) and is_secret_value(key, text) and "\n" not in text:
            new, found = "[redacted:named_secret]", [Redaction("named_secret", 1, 1)]
        else:
            new, found = self.found(text)
        told.extend(each._replace(field=field) for each in found)
        return new

    def _cuts(self, text: str) -> list[_Cut]:
        if len(text) < 3:
            return []
        plain = seen(text)
        cuts = self._in_view(plain)
        whole = decoded(plain)
        if whole:
            cuts += self._in_view(whole)
        lines = joined(whole or plain)
        if lines:
            cuts += self._across(lines, text)
        return _merged(text, cuts)

    def _in_view(self, view: View) -> list[_Cut]:
        text = view.text
        found = shaped(text) + named(text) + random_runs(text) + _wrapped_up(text)
        found += self._places(text) if self._hides_places else []
        return [cut for start, end, kind in found for cut in _located(view, start, end, kind)]

    def _places(self, text: str) -> list[tuple[int, int, str]]:
        homes = list(_homes().finditer(text)) if _may_hold_home(text) else []
        found = [(*match.span(), "home") for match in homes]
        if self._home and self._home in text:
            found += [(*match.span(), "home") for match in re.finditer(re.escape(self._home) + r"(?![\w.-])", text)]
        found += [(*match.span(), "user") for match in _slugs().finditer(text) if _is_own(match[0])]
        for name in sorted(self._users | {_owner(match) for match in homes if _is_own(_owner(match))}):
            if name.lower() in text.lower():
                pattern = rf"(?i)(?<![A-Za-z0-9]){re.escape(name)}(?![A-Za-z0-9])"
                found += [(*match.span(), "user") for match in re.finditer(pattern, text)]
        return found

    def _across(self, view: View, text: str) -> list[_Cut]:
        """Secrets that only joining lines makes whole; a neighbour line is taken in only if it looks like a piece."""
        cuts = []
        told = [(each, True) for each in named(view.text, strict=True)]  # the name may stand on the line before
        for (start, end, kind), alone in [
            *told,
            *((each, False) for each in shaped(view.text) + random_runs(view.text)),
        ]:
            if kind in ("private_key", "email", "person", "url_token", "pgpass"):
                continue
            pieces = view.origin(start, end)
            whole = len(pieces)
            while len(pieces) > 1 and not is_piece(text[slice(*pieces[-1])]):
                pieces.pop()
            if len(pieces) == 1 and (whole > 1 or not alone):
                continue  # it was the neighbour that made it look like a secret
            if kind == "high_entropy" and not all(b - a >= 8 for a, b in pieces):
                continue
            cuts += [_Cut(*piece, kind, at == 0) for at, piece in enumerate(pieces)]
        return cuts


@cache
def _homes() -> re.Pattern[str]:
    name = r"[^/\s\"'`<>:;,|()\[\]{}\\*?$&#%!=]+"
    return re.compile(
        rf"(?:(?<![\w.~-])(?:/export)?|(?:/mnt|/cygdrive)/[a-z])/(?:home|Users)/(?!Shared\b|linuxbrew\b)(?P<unix>{name})"
        r"|(?<![\w.~/-])/root(?=/|\b)(?![\w.-])"
        rf"|(?<!\w)[A-Za-z]:[\\/]{{1,4}}Users[\\/]{{1,4}}(?P<windows>{name}(?: [A-Z]{name}(?=[\\/]))?)"
    )


@cache
def _slugs() -> re.Pattern[str]:
    """A home folder as a client writes it into the name of one of its own folders."""
    return re.compile(r"(?:(?<=/-home-)|(?<=/-Users-))[A-Za-z0-9]+(?=[-/\s\"']|$)")


def _owner(match: re.Match[str]) -> str:
    return match["unix"] or match["windows"] or ""


def _may_hold_home(text: str) -> bool:
    return "/home/" in text or "Users" in text or "/root" in text


def _is_own(name: str) -> bool:
    return len(name) >= 3 and name.lower() not in _EVERYBODY


@cache
def _base64() -> re.Pattern[str]:
    return re.compile(r"(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{16,}={0,2}")


def _wrapped_up(text: str) -> list[tuple[int, int, str]]:
    """Runs of base64 that hold a secret when decoded."""
    found = []
    for match in _base64().finditer(text):
        body = match[0].rstrip("=").replace("-", "+").replace("_", "/")[:8192]
        raw = a2b_base64(body + "=" * (-len(body) % 4)) if len(body) % 4 != 1 else b""
        inner = raw.decode("ascii", "replace")
        if inner and sum(map(str.isprintable, inner)) >= len(inner) * 0.9 and "\ufffd" not in inner:
            secrets = shaped(inner) + named(inner)
            if secrets:
                found.append((*match.span(), secrets[0][2]))
    return found


def _located(view: View, start: int, end: int, kind: str) -> Iterable[_Cut]:
    for at, (first, last) in enumerate(view.origin(start, end)):
        yield _Cut(first, last, kind, at == 0)


@cache
def _margin() -> re.Pattern[str]:
    """What a diff, a quotation or an indentation puts before the content of a line."""
    return re.compile(r"[ \t]*(?:\x1b\[[0-9;]*m)*[+\- ]?[ \t>|#*│]*")


def _merged(text: str, cuts: list[_Cut]) -> list[_Cut]:
    """Cuts in order, none overlapping, none over the end of a line."""
    single = []
    for cut in cuts:
        start, lead = cut.start, cut.lead
        while (stop := text.find("\n", start, cut.end)) >= 0:
            single.append(_Cut(start, stop - (text[start:stop].endswith("\r")), cut.kind, lead))
            margin = _margin().match(text, stop + 1, cut.end)
            start, lead = margin.end() if margin else stop + 1, False
        single.append(_Cut(start, cut.end, cut.kind, lead))
    out: list[_Cut] = []
    for cut in sorted(each for each in single if each.start < each.end):
        if out and cut.start < out[-1].end:
            last = out[-1]
            kind = last.kind if last.kind != "high_entropy" else cut.kind
            out[-1] = _Cut(last.start, max(last.end, cut.end), kind, last.lead or cut.lead)
        else:
            out.append(cut)
    return out


def _painted(text: str, cuts: list[_Cut], *, after_lead: bool = False) -> str:
    out, done = [], 0
    for cut in cuts:
        between = text[done : cut.start]
        out.append(between)
        if cut.lead:
            out.append(_SHOWN.get(cut.kind, f"[redacted:{cut.kind}]"))
        elif "\n" in between or not (done or after_lead):
            out.append("…")
        done = cut.end
    out.append(text[done:])
    return "".join(out)
