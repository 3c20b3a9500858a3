"""Signs that are drawn by code, since few fonts have them: bullets, checks, arrows, and the emoji that agents use most.

A sign is told in shares of its cell; `t` is how thick a line is.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

Sign = Callable[[Any, float, float, int], Any]
_STAR = tuple(
    (0.5 + 0.42 * (1 if at % 2 == 0 else 0.42) * math.sin(math.pi * at / 5),
     0.53 - 0.28 * (1 if at % 2 == 0 else 0.42) * math.cos(math.pi * at / 5))
    for at in range(10)
)  # fmt: skip


def _polygon(*points: tuple[float, float]) -> Sign:
    return lambda draw, w, h, _t: draw.polygon([(x * w, y * h) for x, y in points], 255)


def _strokes(*lines: tuple[float, ...]) -> Sign:
    def stroke(draw: Any, w: float, h: float, t: int) -> None:
        for line in lines:
            points = [(line[at] * w, line[at + 1] * h) for at in range(0, len(line), 2)]
            draw.line(points, 255, t, joint="curve")

    return stroke


def _disc(share: float, *, ring: bool = False, middle: float = 0.53) -> Sign:
    def disc(draw: Any, w: float, h: float, t: int) -> None:
        radius = w * share
        box = (w / 2 - radius, h * middle - radius, w / 2 + radius, h * middle + radius)
        draw.ellipse(box, None if ring else 255, 255, t if ring else 1)

    return disc


def _refused(draw: Any, w: float, h: float, t: int) -> None:
    _disc(0.42, ring=True)(draw, w, h, t)
    draw.line((w * 0.24, h * 0.66, w * 0.76, h * 0.4), 255, t)


def _ellipsis(draw: Any, w: float, h: float, _t: int, *, upright: bool = False) -> None:
    size = w * 0.09
    for at in (0.2, 0.5, 0.8):
        x, y = (w / 2, h * (0.28 + at * 0.5)) if upright else (w * at, h * 0.53)
        draw.ellipse((x - size, y - size, x + size, y + size), 255)


def _both(*signs: Sign) -> Sign:
    def each(draw: Any, w: float, h: float, t: int) -> None:
        for sign in signs:
            sign(draw, w, h, t)

    return each


def _dot(at: float) -> Sign:
    return _disc(0.05, middle=at)


def _mark(top: float, foot: float, dot: float) -> Sign:
    return _both(_strokes((0.5, top, 0.5, foot)), _dot(dot))


def _box(draw: Any, w: float, h: float, t: int) -> None:
    draw.rounded_rectangle((w * 0.16, h * 0.26, w * 0.84, h * 0.8), t, None, 255, t)


def _fine(sign: Sign) -> Sign:
    """With thinner lines: a sign two cells wide would get lines twice as thick."""
    return lambda draw, w, h, t: sign(draw, w, h, round(t * 0.55))


_CHECK = _strokes((0.12, 0.56, 0.4, 0.72, 0.9, 0.3))
_CROSS = _strokes((0.16, 0.36, 0.84, 0.7), (0.16, 0.7, 0.84, 0.36))
SIGNS: dict[str, Sign] = {
    **dict.fromkeys("●⏺•", _disc(0.4)),
    "•": _disc(0.24),
    "∙": _disc(0.16),
    "○": _disc(0.4, ring=True),
    "◯": _disc(0.46, ring=True),
    "◉": lambda draw, w, h, t: (_disc(0.42, ring=True)(draw, w, h, t), _disc(0.2)(draw, w, h, t)),
    **dict.fromkeys("✓✔", _CHECK),
    **dict.fromkeys("✗✘✕✖", _CROSS),
    "◆": _polygon((0.5, 0.3), (0.95, 0.53), (0.5, 0.76), (0.05, 0.53)),
    "◇": _strokes((0.5, 0.31, 0.9, 0.53, 0.5, 0.75, 0.1, 0.53, 0.5, 0.31)),
    **dict.fromkeys("■◼▪", _polygon((0.12, 0.36), (0.88, 0.36), (0.88, 0.74), (0.12, 0.74))),
    **dict.fromkeys("□◻☐", _strokes((0.15, 0.38, 0.85, 0.38, 0.85, 0.74, 0.15, 0.74, 0.15, 0.38))),
    **dict.fromkeys("▶▸►⏵", _polygon((0.15, 0.34), (0.9, 0.54), (0.15, 0.74))),
    **dict.fromkeys("◀◂◄⏴", _polygon((0.85, 0.34), (0.1, 0.54), (0.85, 0.74))),
    **dict.fromkeys("▲▴", _polygon((0.5, 0.34), (0.92, 0.72), (0.08, 0.72))),
    **dict.fromkeys("▼▾", _polygon((0.5, 0.74), (0.92, 0.36), (0.08, 0.36))),
    "❯": _strokes((0.25, 0.3, 0.75, 0.53, 0.25, 0.76)),
    "❮": _strokes((0.75, 0.3, 0.25, 0.53, 0.75, 0.76)),
    "⎿": _strokes((0.3, 0.0, 0.3, 0.55, 0.9, 0.55)),
    "⊘": _refused,
    "⋯": _ellipsis,
    "⋮": lambda draw, w, h, t: _ellipsis(draw, w, h, t, upright=True),
    **dict.fromkeys("✶✻✳✽✢★☆", _strokes((0.5, 0.3, 0.5, 0.76), (0.12, 0.42, 0.88, 0.64), (0.12, 0.64, 0.88, 0.42))),
    # Emoji as agents use them, in the colour of their text; they are two cells wide.
    "✅": _fine(_both(_box, _strokes((0.3, 0.54, 0.45, 0.66, 0.7, 0.4)))),
    "❌": _fine(_strokes((0.22, 0.3, 0.78, 0.76), (0.22, 0.76, 0.78, 0.3))),
    "⚠": _both(_strokes((0.5, 0.26, 0.94, 0.78, 0.06, 0.78, 0.5, 0.26)), _mark(0.42, 0.6, 0.7)),
    "❗": _fine(_mark(0.26, 0.62, 0.74)),
    "❓": _fine(_both(_strokes((0.34, 0.4, 0.38, 0.3, 0.5, 0.26, 0.62, 0.3, 0.66, 0.4, 0.5, 0.54, 0.5, 0.62)),
                      _dot(0.74))),
    "ℹ": _both(_strokes((0.5, 0.46, 0.5, 0.76)), _dot(0.32)),
    "⭐": _polygon(*_STAR),
    **dict.fromkeys("🔴🟠🟡🟢🔵🟣🟤⚫", _disc(0.36)),
    "⚪": _fine(_disc(0.36, ring=True)),
    **dict.fromkeys("🟥🟧🟨🟩🟦🟪🟫⬛", _polygon((0.18, 0.28), (0.82, 0.28), (0.82, 0.8), (0.18, 0.8))),
    "⬜": _fine(_box),
}  # fmt: skip
