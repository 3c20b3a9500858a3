"""A film as a GIF, frame by frame: only the box that changed, one palette for all, never more than a screen in memory.

Pillow packs the pixels; the container is written here, because its own writer keeps every frame to compare them and
gives each a palette.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from struct import pack

from cctl.core.reel.cell import Row
from cctl.core.reel.film import Film, Frame
from cctl.core.reel.theme import Theme
from cctl.media.raster import MOST_SHADES, Raster
from cctl.records.named import NamedTuple

LADDER = (12.0, 8.0, 6.0, 5.0, 4.0, 3.2, 2.6, 2.1, 1.7, 1.3, 1.0)  # frames a second
_FEW_SHADES = 4  # what scrolls is not looked at closely
MOST_BYTES = 4_900_000
_SHORTEST = 2  # hundredths of a second; browsers show less as ten
_LONGEST = 65535


Tell = Callable[[int, int], None]  # so many frames of so many are drawn


def silently(_done: int, _total: int) -> None:
    """Tell nobody."""


class Shot(NamedTuple):
    """A screen and how long it stands, in seconds."""

    rows: Sequence[Row]
    seconds: float


def shots(film: Film) -> list[Shot]:
    """The frames of a film with how long each stands."""
    ends = [*(frame.at for frame in film.frames[1:]), film.seconds]
    return [Shot(frame.rows, max(0.0, end - frame.at)) for frame, end in zip(film.frames, ends, strict=True)]


def gif(
    film: Film, theme: Theme, *, loop: bool = True, shades: int = MOST_SHADES, tell: Tell = silently
) -> Iterator[bytes]:
    """The file, in pieces; `tell` is told how far it is."""
    raster = Raster(film.columns, film.rows, theme, (frame.rows for frame in film.frames), shades)
    yield from _encoded(raster, shots(film), loop, tell)


def laddered(
    film: Film, theme: Theme, *, loop: bool = True, most: int = MOST_BYTES, tell: Tell = silently
) -> list[bytes]:
    """The file of a cast that scrolls: at the highest rate of the ladder that keeps it small.

    A try is given up as soon as it is too large; how far it came says which step to try next.
    """
    step = 0
    while True:
        tried = film if step == 0 else thinned(film, LADDER[step])
        pieces, share = _tried(tried, theme, loop, most if step < len(LADDER) - 1 else 0, tell)
        if share >= 1.0:
            return pieces
        wanted = LADDER[step] * share * 0.95
        step = next((at for at in range(step + 1, len(LADDER)) if LADDER[at] <= wanted), len(LADDER) - 1)


def thinned(film: Film, rate: float) -> Film:
    """The film with at most so many frames a second: of those in one tick the last."""
    kept: dict[int, Frame] = {}
    for frame in film.frames:
        kept[int(frame.at * rate)] = frame
    frames = [frame._replace(at=round(tick / rate, 3)) for tick, frame in kept.items()]
    return film._replace(frames=tuple(frames), poster=min(film.poster, len(frames) - 1))


def _tried(film: Film, theme: Theme, loop: bool, most: int, tell: Tell) -> tuple[list[bytes], float]:
    pieces: list[bytes] = []
    size = 0
    for piece in gif(film, theme, loop=loop, shades=_FEW_SHADES, tell=tell):
        pieces.append(piece)
        size += len(piece)
        if most and size > most:
            return [], min(len(pieces) / (len(film.frames) + 2), 0.99)
    return pieces, 1.0


def _encoded(raster: Raster, every: Sequence[Shot], loop: bool, tell: Tell) -> Iterator[bytes]:
    yield _header(raster, loop)
    due = written = 0.0
    pending: tuple[int, int, int, int] | None = None
    for number, shot in enumerate(every):
        box = raster.show(shot.rows)
        tell(number + 1, len(every))
        if number == 0:
            box = (0, 0, raster.width, raster.height)
        pending = box if pending is None else _union(pending, box)
        due += shot.seconds * 100
        delay = round(due - written)
        if pending is None or (delay < _SHORTEST and number < len(every) - 1):
            continue  # too short to be seen: it becomes part of the next
        delay = min(max(delay, _SHORTEST), _LONGEST)
        written += delay
        yield _frame(raster, pending, delay)
        pending = None
    yield b";"


def _union(one: tuple[int, int, int, int], two: tuple[int, int, int, int] | None) -> tuple[int, int, int, int]:
    if two is None:
        return one
    return min(one[0], two[0]), min(one[1], two[1]), max(one[2], two[2]), max(one[3], two[3])


def _header(raster: Raster, loop: bool) -> bytes:
    table = bytes(raster.palette.flat()[:768]).ljust(768, b"\0")
    head = b"GIF89a" + pack("<HHBBB", raster.width, raster.height, 0xF7, 0, 0) + table
    return head + (b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0" if loop else b"")


def _frame(raster: Raster, box: tuple[int, int, int, int], delay: int) -> bytes:
    from PIL.GifImagePlugin import getdata  # noqa: PLC0415 -- 30 ms that only pictures pay

    control = b"!\xf9\x04" + pack("<BHBB", 0x04, delay, 0, 0)
    part = raster.canvas.crop(box)
    return control + b"".join(getdata(part, box[:2], interlace=0))
