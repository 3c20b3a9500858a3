"""The fonts: one for the letters of most languages, one for wide characters when it is installed.

Both come as packages, so that the same session gives the same picture on every machine; a font of the system would
not. Where the package is missing, the font inside Pillow is squeezed into the cells.
"""

from __future__ import annotations

import importlib.util
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

_LETTERS = ("fontpkg_jetbrains_mono", "files/JetBrainsMono[wght].ttf", "files/JetBrainsMono-Italic[wght].ttf")
_WIDE = ("noto_cjk_sans_otc", "NotoSansCJK-Regular.ttc")
_MONO_SC = 7  # index of the mono face for simplified Chinese in the collection; it also has kana and Hangul
_NORMAL, _BOLD = 400, 700


@cache
def _inside(package: str, name: str) -> str:
    """The path of a file that a package brings, "" when it isn't there; the package isn't imported."""
    found = importlib.util.find_spec(package)
    for folder in found.submodule_search_locations or () if found else ():
        path = f"{folder}/{name}"
        try:
            with open(path, "rb"):  # noqa: PTH123 -- only whether it can be read
                return path
        except OSError:
            continue
    return ""


def has_wide() -> bool:
    """Whether there is a font for wide characters."""
    return bool(_inside(*_WIDE))


class Face:
    """The fonts at one size, giving masks of single characters."""

    def __init__(self, size: int, width: int, height: int) -> None:
        self._size, self._width, self._height = size, width, height
        self._fonts: dict[str, Any] = {}
        self._missing: dict[str, bytes] = {}

    def mask(self, letter: str, columns: int, *, bold: bool, italic: bool) -> Image | None:
        """The mask of a character; None when no font has it. Its marks are drawn where both are one letter too."""
        letter = unicodedata.normalize("NFC", letter)[0]
        own = f"{'bold' if bold else 'normal'}{'-italic' if italic else ''}"
        for kind in ("wide",) if columns == 2 else (own, "wide"):
            font = self._font(kind)
            if font is not None and self._has(kind, font, letter):
                return self._drawn(font, letter, columns)
        return None

    def _font(self, kind: str) -> Any:
        if kind in self._fonts:
            return self._fonts[kind]
        from PIL import ImageFont  # noqa: PLC0415 -- 30 ms that only pictures pay

        basic = ImageFont.Layout.BASIC  # the other engine joins letters to ligatures
        font: Any = None
        if kind == "wide":
            path = _inside(*_WIDE)
            font = ImageFont.truetype(path, self._size, _MONO_SC, layout_engine=basic) if path else None
        else:
            package, upright, slanted = _LETTERS
            path = _inside(package, slanted if kind.endswith("italic") else upright)
            if path:
                font = ImageFont.truetype(path, self._size, layout_engine=basic)
                font.set_variation_by_axes([_BOLD if kind.startswith("bold") else _NORMAL])
            else:
                font = ImageFont.load_default(self._size)
        self._fonts[kind] = font
        return font

    def _has(self, kind: str, font: Any, letter: str) -> bool:
        if kind not in self._missing:
            self._missing[kind] = bytes(font.getmask("\uffff"))
        return letter.isspace() or bytes(font.getmask(letter)) != self._missing[kind]

    def _drawn(self, font: Any, letter: str, columns: int) -> Image:
        from PIL import Image, ImageDraw  # noqa: PLC0415 -- see above

        room = self._width * columns
        image = Image.new("L", (room, self._height), 0)
        ascent, descent = font.getmetrics()
        base = round((self._height + ascent - descent) / 2)
        wide = font.getlength(letter)
        if wide > room + 0.5:  # a proportional letter, squeezed
            large = Image.new("L", (round(wide) + 1, self._height), 0)
            ImageDraw.Draw(large).text((0, base), letter, fill=255, font=font, anchor="ls")
            return large.resize((room, self._height))
        ImageDraw.Draw(image).text(((room - wide) / 2, base), letter, fill=255, font=font, anchor="ls")
        return image
