"""Frames of cells as pictures with one palette: each character in its colours is drawn once and pasted ever after.

A palette has 256 places. Every pair of ink and paper gets a few shades between the two, because smooth letters need
them; a film with many pairs gets fewer shades each, and one with too many gets its colours rounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from cctl.core.reel.cell import Row, Style, cells
from cctl.core.reel.film import Film
from cctl.core.reel.theme import Theme, rgb
from cctl.media.font import Face
from cctl.media.glyph import drawn, unknown
from cctl.records.named import NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image

Colour = tuple[int, int, int]
Pair = tuple[Colour, Colour]
CELL, LINE, SIZE, PAD = 9, 18, 15, 10  # even, so that a scrolled line keeps its colours in a video
MOST_SHADES, _FEWEST_SHADES = 8, 3
_TILES, _LINES = 6000, 400  # kept; a film of more different letters or lines draws some again
_WHOLE = 30  # cells; when more of a line changes, the line is drawn as a whole and kept


_SECOND_HALF = ("", 0, Style())  # of a wide character: drawn with the first, but gone with it too


class Palette(NamedTuple):
    """256 colours and where the shades of each pair stand."""

    colours: tuple[Colour, ...]
    shades: dict[Pair, tuple[int, ...]]  # from paper to ink
    step: int  # colours were rounded to multiples of this

    def flat(self) -> list[int]:
        """The colours as Pillow wants them."""
        return [part for colour in self.colours for part in colour]


def pair_of(style: Style, theme: Theme) -> Pair:
    """Ink and paper of a style as colours."""
    ink = rgb(theme.ink(style.ink) or theme.ink("ink") or "#c9d1d9")
    paper = rgb(theme.ink(style.paper) or theme.ink("paper") or "#0d1117")
    if style.dim:
        ink = _between(paper, ink, 0.65)
    return ink, paper


def palette(pairs: Iterable[Pair], most: int = MOST_SHADES) -> Palette:
    """One palette for all pairs, with so many shades for each at most."""
    wanted = sorted(set(pairs))
    step = 1
    while len({_rounded(each, step) for each in wanted}) * _FEWEST_SHADES > 250:
        step *= 2
    kept = sorted({_rounded(each, step) for each in wanted})
    count = max(_FEWEST_SHADES, min(most, 250 // max(len(kept), 1)))
    places: dict[Colour, int] = {}
    shades = {
        (ink, paper): tuple(
            places.setdefault(_between(paper, ink, at / (count - 1)), len(places)) for at in range(count)
        )
        for ink, paper in kept
    }
    return Palette(tuple(places), shades, step)


def _rounded(pair: Pair, step: int) -> Pair:
    ink, paper = (tuple(min(255, (part + step // 2) // step * step) for part in colour) for colour in pair)
    return (ink[0], ink[1], ink[2]), (paper[0], paper[1], paper[2])


def _between(low: Colour, high: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(low, high, strict=True))
    return red, green, blue


class Raster:
    """Draws the rows of one film."""

    def __init__(
        self, columns: int, rows: int, theme: Theme, frames: Iterable[Sequence[Row]], shades: int = MOST_SHADES
    ) -> None:
        self._theme = theme
        styles = {span.style for frame in frames for spans in frame for span in spans} | {Style()}
        self._pairs = {style: pair_of(style, theme) for style in styles}
        self.palette = palette(self._pairs.values(), shades)
        self.width, self.height = columns * CELL + 2 * PAD, rows * LINE + 2 * PAD
        self._columns = columns
        self._face = Face(SIZE, CELL, LINE)
        self._tiles: dict[tuple[str, int, Style], Image] = {}
        self._lines: dict[Row, Image] = {}
        self._ground = self._index(Style(), 0)
        self.canvas = _plane(self.width, self.height, self._ground)
        self.canvas.putpalette(self.palette.flat())
        self._now: list[Row] = [()] * rows

    def show(self, rows: Sequence[Row]) -> tuple[int, int, int, int] | None:
        """Draw a frame over the one before; the box in which the picture changed, None when it didn't."""
        changed = [at for at, (old, new) in enumerate(zip(self._now, rows, strict=True)) if old != new]
        if not changed:
            return None
        boxes = [self._line(at, rows[at]) for at in changed]
        self._now = list(rows)
        left, right = min(box[0] for box in boxes), max(box[1] for box in boxes)
        return left, PAD + changed[0] * LINE, right, PAD + (changed[-1] + 1) * LINE

    def _line(self, at: int, spans: Row) -> tuple[int, int]:
        """Draw what differs in one row; from where to where in pixels."""
        old, new = self._laid(self._now[at]), self._laid(spans)
        changed = [column for column in sorted(old.keys() | new.keys()) if old.get(column) != new.get(column)]
        top = PAD + at * LINE
        if len(changed) > _WHOLE:
            self.canvas.paste(self._whole(spans, new), (PAD, top))
            return PAD, self.width - PAD
        for column in changed:
            cell = new.get(column)
            if cell is None:
                self.canvas.paste(self._ground, (PAD + column * CELL, top, PAD + (column + 1) * CELL, top + LINE))
            elif cell is not _SECOND_HALF:
                self.canvas.paste(self._tile(*cell), (PAD + column * CELL, top))
        return PAD + changed[0] * CELL, min(PAD + (changed[-1] + 2) * CELL, self.width)

    def _whole(self, spans: Row, laid: dict[int, tuple[str, int, Style]]) -> Image:
        """A line as one picture: what scrolls is pasted, not drawn again."""
        line = self._lines.pop(spans, None)
        if line is None:
            line = _plane(self._columns * CELL, LINE, self._ground)
            for column, cell in laid.items():
                if cell is _SECOND_HALF:
                    continue
                line.paste(self._tile(*cell), (column * CELL, 0))
        self._lines[spans] = line  # the latest used stands last
        if len(self._lines) > _LINES:
            del self._lines[next(iter(self._lines))]
        return line

    def _laid(self, spans: Row) -> dict[int, tuple[str, int, Style]]:
        laid: dict[int, tuple[str, int, Style]] = {}
        column = 0
        for span in spans:
            for cell, size in cells(span.text):
                if column + size > self._columns:
                    return laid
                if cell != " " or span.style.paper or span.style.underline:
                    laid[column] = (cell, size, span.style)
                    if size == 2:
                        laid[column + 1] = _SECOND_HALF
                column += size
        return laid

    def _tile(self, cell: str, columns: int, style: Style) -> Image:
        key = (cell, columns, style)
        tile = self._tiles.get(key)
        if tile is None:
            if len(self._tiles) >= _TILES:
                self._tiles.clear()
            tile = self._tiles[key] = self._inked(self._mask(cell, columns, style), style)
        return tile

    def _mask(self, cell: str, columns: int, style: Style) -> Image:
        from PIL import ImageDraw  # noqa: PLC0415 -- see `_plane`

        width = CELL * columns
        mask = drawn(cell, width, LINE)
        if mask is None:
            mask = self._face.mask(cell, columns, bold=style.bold, italic=style.italic)
        if mask is None:
            mask = unknown(width, LINE)
        if style.underline:
            ImageDraw.Draw(mask).line((0, LINE - 3, width, LINE - 3), 255)
        return mask

    def _inked(self, mask: Image, style: Style) -> Image:
        shades = self.palette.shades[_rounded(self._pairs[style], self.palette.step)]
        last = len(shades) - 1
        return _as_palette(mask.point([shades[(value * last + 127) // 255] for value in range(256)]))

    def _index(self, style: Style, share: int) -> int:
        shades = self.palette.shades[_rounded(pair_of(style, self._theme), self.palette.step)]
        return shades[share]


def _plane(width: int, height: int, index: int) -> Image:
    from PIL import Image  # noqa: PLC0415 -- 30 ms that only pictures pay

    return Image.new("P", (width, height), index)


def _as_palette(tile: Image) -> Image:
    """A picture of indices, marked as such; converting would map colours instead."""
    from PIL import Image  # noqa: PLC0415 -- see `_plane`

    return Image.frombytes("P", tile.size, tile.tobytes())


def still(film: Film, theme: Theme, at: int) -> Image:
    """One frame of a film as a picture."""
    raster = Raster(film.columns, film.rows, theme, [film.frames[at].rows])
    raster.show(film.frames[at].rows)
    return raster.canvas
