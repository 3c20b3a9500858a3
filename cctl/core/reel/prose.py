"""Moments as a text to read: Markdown for a pull request, plain text for a terminal or a mail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cctl.core.reel import card
from cctl.core.reel.cell import clean, plain
from cctl.core.reel.film import Film, pages
from cctl.core.reel.patch import counted, hunks_of
from cctl.core.reel.taste import Taste
from cctl.core.reel.telling import GAP
from cctl.records.schema import Record

_WORDS = {"test": "Test run", "command": "Command", "error": "Error", "subagent": "Sub-agent", "notice": "Notice"}


def markdown(moments: Sequence[Record], taste: Taste) -> Iterator[str]:
    """The moments as Markdown: a heading for each prompt, diffs and output in fences."""
    for moment in moments:
        data: Record = moment.get("data") or {}
        match moment["kind"]:
            case "title":
                yield f"# {_inline(_first(moment))}\n\n"
                about = [
                    data.get("project"),
                    data.get("branch"),
                    data.get("agent"),
                    ", ".join(data.get("models") or ()),
                ]
                when = card.span_text(str(data.get("start", "")), str(data.get("last", "")))
                yield " · ".join(_inline(str(each)) for each in [*about, when] if each) + "\n\n"
            case "end":
                rows = card.counted(data)
                if rows:
                    yield "## Sums\n\n| | |\n|---|---|\n"
                    yield "".join(f"| {label} | {_inline(value)} |\n" for label, value in rows)
            case "prompt":
                yield f"## {moment.get('part', '')}{'. ' if moment.get('part') else ''}{_inline(_first(moment))}\n\n"
                rest = moment["title"].split("\n")[1:]
                yield _quoted(rest) if rest else ""
            case "text":
                yield _quoted(moment["title"].split("\n"))
            case _:
                yield from _event(moment, taste)


def _event(moment: Record, taste: Taste) -> Iterator[str]:
    kind = moment["kind"]
    if kind == "edit":
        changed = moment.get("patches") or ()
        for patch in changed:
            added, removed = counted(patch)
            name = moment["title"] if len(changed) == 1 else str(patch.get("path", ""))
            yield f"**{_inline(name)}** +{added} −{removed}\n\n"
            yield _fence("diff", _diff(patch, taste))
        return
    if kind in ("command", "test"):
        lines = [
            f"$ {clean(line)}" if at == 0 else f"> {clean(line)}" for at, line in enumerate(moment["title"].split("\n"))
        ]
        yield _fence("console", [*lines, *_output(moment)])
        said = _ending(moment)
        yield f"{said}\n\n" if said else ""
        return
    if kind == "commit":
        sha, _, subject = _inline(moment["title"]).partition(" ")
        yield f"**Commit `{sha}`** {subject}\n\n"
        return
    yield f"**{_WORDS.get(kind, kind.capitalize())}:** {_inline(_first(moment))}\n\n"
    yield _fence("text", _output(moment)) if moment.get("text") else ""


def _ending(moment: Record) -> str:
    data: Record = moment.get("data") or {}
    if "denied_by" in data:
        return f"Refused by {_inline(str(data['denied_by']))}."
    if moment["kind"] == "test":
        return (
            "✗ Tests fail."
            if moment.get("failed")
            else "✓ Tests pass again."
            if "green" in moment["tags"]
            else "✓ Tests pass."
        )
    return f"✗ Exit {data['exit_code']}." if "exit_code" in data else "✗ Failed." if moment.get("failed") else ""


def _diff(patch: Record, taste: Taste) -> list[str]:
    lines: list[str] = []
    most = taste.limit["diff_lines"]
    total = 0
    for hunk in hunks_of(patch):
        total += len(hunk["lines"])
        if len(lines) < most:
            old, new = (f"{hunk.get(f'{side}_start', 0)},{hunk.get(f'{side}_lines', 0)}" for side in ("old", "new"))
            lines += [
                f"@@ -{old} +{new} @@",
                *(line[:1] + clean(line[1:]) for line in hunk["lines"][: most - len(lines)]),
            ]
    shown = sum(not line.startswith("@@") for line in lines)
    return [*lines, f"{GAP} {total - shown} more"] if total > shown else lines


def _output(moment: Record) -> list[str]:
    lines = [clean(line, 8) for line in str(moment.get("text", "")).split("\n")] if moment.get("text") else []
    more = moment.get("omitted", 0)
    return [*lines, f"{GAP} {more} more lines"] if more else lines


def _first(moment: Record) -> str:
    return str(moment["title"]).split("\n")[0]


def _quoted(lines: Sequence[str]) -> str:
    return "".join(f"> {_inline(line)}\n" for line in lines) + "\n"


def _fence(language: str, lines: Sequence[str]) -> str:
    """A fence longer than any inside, so that no output can end it."""
    body = "\n".join(lines)
    longest = max((len(run) for run in re.findall(r"`+", body)), default=0)
    marks = "`" * max(3, longest + 1)
    return f"{marks}{language}\n{body}\n{marks}\n\n"


def _inline(text: str) -> str:
    """Text that Markdown shows as it is: no tags, no links, no images fetched from elsewhere."""
    return re.sub(
        r"([\\`*_{}\[\]<>|]|~~|(?<!\w)#|!(?=\[)|(?<=\w)@|(?<!\w)@(?=\w)|:(?=//))", r"\\\1", clean(text).strip()
    )


def text(film: Film) -> Iterator[str]:
    """The film page by page: each screen as it stands before the page turns."""
    yield f"{film.title}\n"
    shown: tuple[str, ...] = ()
    for page in pages(film):
        lines = tuple(plain(spans) for spans in page.rows[:-1])
        body = "\n".join(lines).strip("\n")
        if body and lines != shown:
            yield f"\n{'─' * film.columns}  {page.at:.1f} s\n\n{body}\n"
        shown = lines
