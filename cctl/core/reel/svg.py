"""A film as one animated SVG: text that can be selected, no script, still where motion is not wanted.

Each row is drawn once and shown from when it appears to when it goes, by CSS alone, so the file plays inside an `<img>`
too. Without animation (an editor, a reader who prefers reduced motion) the poster frame stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from html import escape

from cctl.core.reel.cell import Row, Span, Style, coalesced, width
from cctl.core.reel.film import Film, lives
from cctl.core.reel.theme import Theme

CELL, LINE, FONT, BASE = 8.4, 18, 14, 13.5
_PAD = 12
_FAMILY = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace"
_UPRIGHT = frozenset("│┃║")


def svg(film: Film, theme: Theme, *, loop: bool = True) -> Iterator[str]:
    """The lines of the file."""
    across, down = film.columns * CELL + 2 * _PAD, film.rows * LINE + 2 * _PAD
    groups: dict[tuple[float, float], list[tuple[int, Row]]] = defaultdict(list)
    for line, spans, since, until in lives(film):
        groups[since, until].append((line, spans))
    still = film.frames[film.poster].at if film.frames else 0.0
    classes: dict[Style, str] = {}
    body = []
    for number, ((since, until), rows) in enumerate(sorted(groups.items())):
        shown = " p" if since <= still < until else ""
        body.append(f'<g class="l{shown}" style="animation-name:k{number}">')
        body += [_row(line, spans, classes, theme) for line, spans in rows]
        body.append("</g>\n")
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across:g} {down:g}" width="{across:g}" '
        f'height="{down:g}" role="img" aria-labelledby="t d">\n'
        f'<title id="t">{_xml(film.title)}</title>\n<desc id="d">{_xml(film.alt)}</desc>\n'
    )
    yield "<style>\n" + _sheet(film, theme, classes, loop)
    for number, (since, until) in enumerate(sorted(groups)):
        yield _keyframes(number, since, until, film.seconds)
    yield "</style>\n"
    ground = theme.ink("paper")
    if ground:
        yield f'<rect width="100%" height="100%" rx="8" fill="{ground}"/>\n'
    yield f'<g transform="translate({_PAD} {_PAD})">\n'
    yield "".join(body)
    yield "</g>\n</svg>\n"


def _sheet(film: Film, theme: Theme, classes: dict[Style, str], loop: bool) -> str:
    ink = theme.ink("ink") or "currentColor"
    times = "infinite" if loop else "1 forwards"
    out = [
        f"text{{font:{FONT}px {_FAMILY};fill:{ink};white-space:pre;direction:ltr;unicode-bidi:isolate-override}}\n",
        ".l{visibility:hidden}.p{visibility:visible}\n",
        "@media (prefers-reduced-motion:no-preference){.l{animation:"
        f"{max(film.seconds, 0.1):g}s step-end {times}}}}}\n",
    ]
    for style, name in classes.items():
        rules = theme.rules(style, "fill")
        out.append(f".{name}{{{';'.join(rules)}}}\n" if rules else "")
        paper = theme.ink(style.paper)
        out.append(f".{name}g{{fill:{paper}}}\n" if paper else "")
    return "".join(out)


def _keyframes(number: int, since: float, until: float, total: float) -> str:
    first, last = (_percent(at, total) for at in (since, until))
    steps = ["0%{visibility:hidden}"] if since > 0 else []
    steps.append(f"{first}{{visibility:visible}}")
    steps.append(f"{last}{{visibility:hidden}}" if until < total else "100%{visibility:visible}")
    return f"@keyframes k{number}{{{''.join(steps)}}}\n"


def _percent(at: float, total: float) -> str:
    return f"{round(at * 100 / total, 4) if total else 0:g}%"


def _row(line: int, spans: Row, classes: dict[Style, str], theme: Theme) -> str:
    top = line * LINE
    at = 0
    grounds, texts, rules = [], [], []
    for span in coalesced(spans):
        size = width(span.text)
        name = classes.setdefault(span.style, f"s{len(classes)}")
        if theme.ink(span.style.paper):
            grounds.append(
                f'<rect class="{name}g" x="{at * CELL:g}" y="{top}" width="{size * CELL:g}" height="{LINE}"/>'
            )
        rules += _rules(span, at, top, name)
        text = "".join(" " if letter in _UPRIGHT else letter for letter in span.text)
        if text.strip():
            start = len(text) - len(text.lstrip(" "))
            body = text.strip(" ")
            texts.append(
                f'<tspan class="{name}" x="{(at + start) * CELL:g}" textLength="{width(body) * CELL:g}" '
                f'lengthAdjust="spacingAndGlyphs">{_xml(body)}</tspan>'
            )
        at += size
    text = f'<text y="{top + BASE:g}">{"".join(texts)}</text>' if texts else ""
    return "".join(grounds) + "".join(rules) + text


def _rules(span: Span, at: int, top: int, name: str) -> list[str]:
    """Upright lines are drawn: a font's own stop short of the next row."""
    return [
        f'<rect class="{name}" x="{(at + offset + 0.5) * CELL - 0.5:g}" y="{top}" width="1" height="{LINE}"/>'
        for offset, letter in enumerate(span.text)
        if letter in _UPRIGHT
    ]


def _xml(text: str) -> str:
    """Text that no XML reader refuses."""
    return escape("".join(each for each in text if each in "\t\n" or _is_legal(each)))


def _is_legal(letter: str) -> bool:
    return letter >= " " and not "\ud800" <= letter <= "\udfff" and letter not in "\ufffe\uffff"
