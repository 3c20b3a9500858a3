"""A film as mp4 or webm, through the encoder that comes with the extra `video`.

A video has a fixed rate, a film stands still most of the time: a picture is made once and handed over as often as it
stands. Threads and flags are fixed, so that one release of the encoder gives the same bytes every time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cctl.core.reel.cell import Row
from cctl.core.reel.film import Film
from cctl.core.reel.theme import Theme
from cctl.media.gif import Tell, silently
from cctl.media.missing import need
from cctl.media.raster import Raster
from cctl.records.named import NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image

_SAME = ("-threads", "2", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1")


class _Codec(NamedTuple):
    """What a container is filled with."""

    name: str
    rate: int  # frames a second
    flags: tuple[str, ...]


# Text that scrolls by whole lines is found again by a wide search; guessing between frames (`bf`) only blurs it. What
# costs an encoder for films nothing, smooth gradients, is what text has none of: measured on sixty seconds of scrolling
# log at 120×40, x264 so takes 7 s and 1.9 MB, with its defaults 11 s and 9.4 MB; VP9 39 MB, AV1 for screens 1.6 MB.
_CODECS = {
    ".mp4": _Codec(
        "libx264",
        12,
        (
            *("-preset", "veryfast", "-bf", "0", "-refs", "1", "-me_method", "umh", "-me_range", "64", "-subq", "2"),
            *("-crf", "30", "-x264-params", "aq-mode=0:psy=0:scenecut=0:keyint=360", "-movflags", "+faststart"),
        ),
    ),
    ".webm": _Codec(
        "libaom-av1",
        8,
        (
            *("-usage", "realtime", "-cpu-used", "8", "-row-mt", "1", "-crf", "40", "-b:v", "0", "-g", "300"),
            *("-aom-params", "tune-content=screen"),
        ),
    ),
}


def video(film: Film, theme: Theme, path: str, ending: str, tell: Tell = silently) -> None:
    """Write the file; `tell` is told how far it is."""
    need("imageio", "imageio_ffmpeg")
    import imageio.v2 as imageio  # noqa: PLC0415 -- 130 ms that only videos pay
    import numpy as np  # noqa: PLC0415 -- see above; comes with imageio

    codec = _CODECS[ending]
    writer = imageio.get_writer(
        path,
        format="FFMPEG",
        fps=codec.rate,
        codec=codec.name,
        quality=None,
        macro_block_size=1,
        pixelformat="yuv420p",
        output_params=[*codec.flags, *_SAME],
        ffmpeg_log_level="error",
    )
    try:
        done, total = 0, round(film.seconds * codec.rate)
        for picture, times in _pictures(film, theme, codec.rate):
            held: Any = np.asarray(picture)
            for _ in range(times):
                writer.append_data(held)
            done += times
            tell(done, total)
    finally:
        writer.close()


def _pictures(film: Film, theme: Theme, rate: int) -> Iterator[tuple[Image, int]]:
    """Pictures with an even size, and for how many frames each stands."""
    raster = Raster(film.columns, film.rows, theme, (frame.rows for frame in film.frames))
    size = (raster.width & ~1, raster.height & ~1)
    for rows, times in timed(film, rate):
        raster.show(rows)
        yield raster.canvas.crop((0, 0, *size)).convert("RGB"), times


def timed(film: Film, rate: int) -> Iterator[tuple[Sequence[Row], int]]:
    """The screens that stand for at least one frame of the video, with the number of frames."""
    ends = [*(frame.at for frame in film.frames[1:]), film.seconds]
    done = 0
    for frame, end in zip(film.frames, ends, strict=True):
        times = round(end * rate) - done
        if times > 0:
            yield frame.rows, times
            done += times
