"""Characters that are drawn by code: frames, blocks, braille, and the signs that clients put before their lines.

A font's own frame characters stop short of the next cell, so that every box has gaps; and few fonts have the signs.
What a frame character looks like is read from its Unicode name: `LIGHT VERTICAL AND RIGHT` says which arms it has.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from cctl.media.sign import SIGNS

if TYPE_CHECKING:
    from PIL.Image import Image

_FINE = 4  # signs are drawn this much larger and made small again, for smooth edges
_ARMS = {
    "UP": ("up",),
    "DOWN": ("down",),
    "LEFT": ("left",),
    "RIGHT": ("right",),
    "HORIZONTAL": ("left", "right"),
    "VERTICAL": ("up", "down"),
}
_WEIGHTS = {"LIGHT": 1, "SINGLE": 1, "HEAVY": 2, "DOUBLE": 3}


def drawn(letter: str, width: int, height: int) -> Image | None:
    """The mask of a character, or None for one that a font has to draw."""
    code = ord(letter[0])
    if 0x2500 <= code <= 0x257F:
        return _frame(letter, width, height)
    if 0x2580 <= code <= 0x259F:
        return _block(code, width, height)
    if 0x2800 <= code <= 0x28FF:
        return _braille(code - 0x2800, width, height)
    sign = SIGNS.get(letter[0])
    return _smooth(sign, width, height) if sign else None


def unknown(width: int, height: int) -> Image:
    """The mask for a character that no font at hand has: an empty frame, as wide as the character."""
    return _smooth(
        lambda draw, w, h, t: draw.rounded_rectangle((w * 0.15, h * 0.2, w * 0.85, h * 0.8), t * 2, None, 160, t),
        width,
        height,
    )


def _blank(width: int, height: int) -> tuple[Image, Any]:
    from PIL import Image, ImageDraw  # noqa: PLC0415 -- 30 ms that only pictures pay

    image = Image.new("L", (width, height), 0)
    return image, ImageDraw.Draw(image)


def _smooth(sign: Callable[[Any, float, float, int], Any], width: int, height: int) -> Image:
    from PIL import Image  # noqa: PLC0415 -- see above

    image, draw = _blank(width * _FINE, height * _FINE)
    sign(draw, width * _FINE, height * _FINE, max(_FINE, width * _FINE // 7))
    return image.resize((width, height), Image.Resampling.BOX)


def arms(letter: str) -> dict[str, int]:
    """Arms of a frame character with their weights: 1 light, 2 heavy, 3 double."""
    found: dict[str, int] = {}
    pending: list[str] = []
    weight = 1
    for word in unicodedata.name(letter).split()[2:]:
        if word in _ARMS:
            pending += _ARMS[word]
        elif word in _WEIGHTS:
            if pending:
                found |= dict.fromkeys(pending, _WEIGHTS[word])
                pending = []
            else:
                weight = _WEIGHTS[word]
    return found | dict.fromkeys(pending, weight)


def _frame(letter: str, width: int, height: int) -> Image:
    name = unicodedata.name(letter)
    image, draw = _blank(width, height)
    x, y = width // 2, height // 2
    if "DIAGONAL" in name:
        if "LOWER LEFT" in name or "CROSS" in name:
            draw.line((0, height, width, 0), 255)
        if "LOWER RIGHT" in name or "CROSS" in name:
            draw.line((0, 0, width, height), 255)
        return image
    if "ARC" in name:
        return _arc(name, width, height)
    dashes = {"DOUBLE DASH": 2, "TRIPLE DASH": 3, "QUADRUPLE DASH": 4}
    parts = next((count for words, count in dashes.items() if words in name), 1)
    for arm, weight in arms(letter).items():
        for offset in (-1, 1) if weight == 3 else (0,):
            _arm(draw, arm, (x, y), (width, height), 2 if weight == 2 else 1, offset, parts)
    if 3 in arms(letter).values():
        _open_middle(draw, arms(letter), x, y)
    return image


def _arm(
    draw: Any, arm: str, middle: tuple[int, int], size: tuple[int, int], thick: int, offset: int, parts: int
) -> None:
    x, y = middle
    width, height = size
    reach = 1 if offset else 0
    if arm in ("left", "right"):
        start, end = (0, x + thick - 1 + reach) if arm == "left" else (x - reach, width - 1)
        for first, last in _dashes(start, end, parts, width):
            draw.rectangle((first, y + offset, last, y + offset + thick - 1), 255)
    else:
        start, end = (0, y + thick - 1 + reach) if arm == "up" else (y - reach, height - 1)
        for first, last in _dashes(start, end, parts, height):
            draw.rectangle((x + offset, first, x + offset + thick - 1, last), 255)


def _dashes(start: int, end: int, parts: int, whole: int) -> list[tuple[int, int]]:
    if parts == 1:
        return [(start, end)]
    step = whole / parts
    marks = [(int(at * step), int(at * step + step * 0.6)) for at in range(parts)]
    return [(max(start, first), min(end, last)) for first, last in marks if first <= end and last >= start]


def _open_middle(draw: Any, found: dict[str, int], x: int, y: int) -> None:
    """The hollow between two double lines that meet."""
    if found.get("left") == found.get("right") == 3 or found.get("up") == found.get("down") == 3:
        draw.point((x, y), 0)


def _arc(name: str, width: int, height: int) -> Image:
    image, draw = _blank(width, height)
    x, y = width // 2, height // 2
    radius = min(x, width - x, y)
    right, down = "RIGHT" in name, "DOWN" in name
    left, top = (x if right else x - 2 * radius), (y if down else y - 2 * radius)
    start = {(True, True): 180, (False, True): 270, (False, False): 0, (True, False): 90}[right, down]
    draw.arc((left, top, left + 2 * radius, top + 2 * radius), start, start + 90, 255)
    draw.line((x, y + radius if down else 0, x, height if down else y - radius), 255)
    draw.line((x + radius if right else 0, y, width if right else x - radius, y), 255)
    return image


def _block(code: int, width: int, height: int) -> Image:
    image, draw = _blank(width, height)
    at = code - 0x2580
    if 0x10 < at <= 0x13:
        shade = {0x11: 64, 0x12: 128, 0x13: 191}[at]
        draw.rectangle((0, 0, width, height), shade)
        return image
    half_x, half_y = round(width / 2), round(height / 2)
    quarters = {
        **{0x16: "3", 0x17: "4", 0x18: "1", 0x19: "134", 0x1A: "14", 0x1B: "123", 0x1C: "124", 0x1D: "2", 0x1E: "23"},
        **{0x1F: "234"},
    }
    boxes = {
        "1": (0, 0, half_x - 1, half_y - 1),
        "2": (half_x, 0, width, half_y - 1),
        "3": (0, half_y, half_x - 1, height),
        "4": (half_x, half_y, width, height),
    }
    if at in quarters:
        for each in quarters[at]:
            draw.rectangle(boxes[each], 255)
    elif at == 0:
        draw.rectangle((0, 0, width, half_y - 1), 255)
    elif at <= 8:
        draw.rectangle((0, height - round(height * at / 8), width, height), 255)
    elif at < 0x10:
        draw.rectangle((0, 0, round(width * (0x10 - at) / 8) - 1, height), 255)
    elif at == 0x10:
        draw.rectangle((half_x, 0, width, height), 255)
    elif at == 0x14:
        draw.rectangle((0, 0, width, round(height / 8) - 1), 255)
    else:
        draw.rectangle((width - round(width / 8), 0, width, height), 255)
    return image


_DOTS = ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3))


def _braille(bits: int, width: int, height: int) -> Image:
    def dots(draw: Any, w: float, h: float, _t: int) -> None:
        size = min(w / 5, h / 9)
        for at, (column, line) in enumerate(_DOTS):
            if bits >> at & 1:
                x, y = w * (0.28 + 0.44 * column), h * (0.14 + 0.24 * line)
                draw.ellipse((x - size, y - size, x + size, y + size), 255)

    return _smooth(dots, width, height)
