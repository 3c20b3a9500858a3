"""A film as one page that needs nothing else: player, chapters, search, and the story as text without script.

The policy in its head lets nothing load and no script run but the one it carries; what a session printed is data and
becomes text nodes, never markup.
"""

from __future__ import annotations

import json
from binascii import b2a_base64
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any

from cctl.core.reel.card import counted
from cctl.core.reel.cell import Row, Style, coalesced, plain
from cctl.core.reel.film import Film, deltas, pages
from cctl.core.reel.theme import Theme
from cctl.records.named import NamedTuple
from cctl.records.schema import Record


class Parts(NamedTuple):
    """The page's own style and script, from data files."""

    style: str
    script: str


def page(film: Film, moments: Sequence[Record], theme: Theme, parts: Parts, *, loop: bool = False) -> Iterator[str]:
    """The page."""
    classes: dict[Style, str] = {}
    data = _data(film, classes)
    data["loop"] = loop
    style = parts.style + _sheet(film, theme, classes)
    yield head(film.title, style, parts.script, film.alt)
    yield f'<body>\n<main>\n<h1>{escape(film.title)}</h1>\n<p class="about">{escape(_about(moments))}</p>\n'
    yield f'<div id="screen" role="img" aria-label="{escape(film.alt)}" tabindex="0">'
    yield (
        "".join(f"<div>{_row(spans, classes)}</div>" for spans in film.frames[film.poster].rows) if film.frames else ""
    )
    yield _CONTROLS.replace("END", f"{film.seconds:g}")
    yield _chapters(film)
    yield "<noscript>\n"
    for each in pages(film):
        yield "<pre>" + escape("\n".join(plain(spans) for spans in each.rows[:-1]).strip("\n")) + "</pre>\n"
    yield "</noscript>\n</main>\n"
    yield f'<script type="application/json" id="film">{in_script(data)}</script>\n'
    yield f"<script>{parts.script}</script>\n</body>\n</html>\n"


def head(title: str, style: str, script: str, about: str) -> str:
    """The head of a page that may load nothing and run one script."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; '
        f"style-src {_source(style)}; script-src {_source(script)}; base-uri 'none'; form-action 'none'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f'<meta name="description" content="{escape(about)}">\n<title>{escape(title)}</title>\n'
        f"<style>{style}</style>\n</head>\n"
    )


def _source(text: str) -> str:
    from hashlib import sha256  # noqa: PLC0415 -- OpenSSL takes 2 ms to load

    return f"'sha256-{b2a_base64(sha256(text.encode()).digest(), newline=False).decode()}'" if text else "'none'"


def in_script(data: Any) -> str:
    """JSON that can't end the element it stands in."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


_CONTROLS = """</div>
<div class="bar">
<button id="play">Play</button>
<button id="back" aria-label="Previous chapter">‹</button>
<button id="next" aria-label="Next chapter">›</button>
<input id="seek" type="range" min="0" max="END" step="0.05" value="0" aria-label="Position">
<output id="clock">0:00</output>
<select id="speed" aria-label="Speed">
<option>0.5×</option><option selected>1×</option><option>2×</option><option>4×</option>
</select>
</div>
<div class="find">
<input id="find" type="search" placeholder="Search" aria-label="Search"><output id="hits"></output>
</div>
"""


def _about(moments: Sequence[Record]) -> str:
    end = next((each for each in moments if each["kind"] == "end"), None)
    return " · ".join(f"{label} {value}" for label, value in counted((end or {}).get("data") or {}))


def _chapters(film: Film) -> str:
    items = [
        f'<li{"" if mark.chapter else " class=event"}><button data-at="{mark.at:g}">'
        f"<span>{int(mark.at) // 60}:{int(mark.at) % 60:02d}</span> {escape(mark.label)}</button></li>\n"
        for mark in film.markers
    ]
    return f'<nav aria-label="Chapters">\n<ol>\n{"".join(items)}</ol>\n</nav>\n'


def _data(film: Film, classes: dict[Style, str]) -> dict[str, Any]:
    """Rows once, frames as the numbers of the rows that change."""
    known: dict[str, int] = {}
    rows: list[Any] = []
    frames: list[Any] = []
    for frame, changed in deltas(film.frames):
        lines = []
        for at in changed:
            spans = [[classes.setdefault(s.style, f"s{len(classes)}"), s.text] for s in coalesced(frame.rows[at])]
            key = json.dumps(spans)
            if key not in known:
                known[key] = len(rows)
                rows.append(spans)
            lines.append([at, known[key]])
        frames.append([frame.at, lines])
    marks = [[mark.at, mark.label] for mark in film.markers]
    return {"seconds": film.seconds, "height": film.rows, "rows": rows, "frames": frames, "marks": marks}


def _row(spans: Row, classes: dict[Style, str]) -> str:
    out = []
    for span in coalesced(spans):
        name = classes.setdefault(span.style, f"s{len(classes)}")
        out.append(f'<span class="{name}">{escape(span.text)}</span>')
    return "".join(out)


def _sheet(film: Film, theme: Theme, classes: dict[Style, str]) -> str:
    for frame in film.frames[film.poster : film.poster + 1]:
        for spans in frame.rows:
            _row(spans, classes)
    out = [f"#screen{{--columns:{film.columns};--rows:{film.rows}}}\n"]
    if theme.has_colours:
        out.append(f"#screen{{color:{theme.ink('ink')};background:{theme.ink('paper')}}}\n")
    for style, name in classes.items():
        rules = theme.rules(style, "color", "background")
        out.append(f".{name}{{{';'.join(rules)}}}\n" if rules else "")
    return "".join(out)
