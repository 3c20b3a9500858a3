"""What `record` does: a session or a cast in, films in every format that was asked for out.

All files are made from one film. What would fail at the end (a name that is taken, an ending nobody knows, a package
that isn't there) is said before anything is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from cctl.core.reel import cast, events, html, prose, svg
from cctl.core.reel.choose import GROUPS, Cut
from cctl.core.reel.film import Film, Screen, checked_screen, film
from cctl.core.reel.taste import Taste
from cctl.core.reel.tell import Told, tell
from cctl.core.reel.theme import Theme
from cctl.host import target
from cctl.host.data import shipped
from cctl.host.target import ending
from cctl.kit.progress import Progress
from cctl.kit.remembered import redactor
from cctl.records import codec
from cctl.records.errors import UsageError
from cctl.records.exits import CODES
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

ENDINGS = (".cast", ".gif", ".html", ".jsonl", ".md", ".mp4", ".png", ".svg", ".txt", ".webm")
IDLE_OF_CASTS = 2.0  # seconds
OF_CASTS = (".cast", ".gif", ".html", ".mp4", ".png", ".svg", ".txt", ".webm")


class Wish(NamedTuple):
    """What was asked for."""

    outputs: tuple[str, ...]
    poster: str
    cut: Cut
    screen: Screen
    cast_version: int
    pause: float  # longest in a cast that somebody recorded; 0 leaves them
    loop: bool
    redact: bool
    force: bool
    events: bool


class Made(NamedTuple):
    """A film and what it was made from."""

    film: Film
    moments: list[Record]
    recording: cast.Cast | None


def wish_of(asked: dict[str, Any]) -> Wish:
    """The options as one value; an error says what is wrong with them."""
    kinds = frozenset(asked["select"].split(",")) if asked["select"] else Cut().select
    if unknown := sorted(kinds - GROUPS.keys()):
        raise UsageError(f"--select: nothing is called {unknown[0]!r}; say {', '.join(sorted(GROUPS))}")
    pace = (asked["speed"], 0.3 if asked["idle_cap"] is None else asked["idle_cap"])
    stretch = (asked["last"], asked["start"], asked["final"], asked["max_seconds"])
    cut = Cut(kinds, *stretch, *pace, hide_cost=asked["hide_cost"])
    screen = Screen(asked["width"], asked["height"], asked["theme"], *pace)
    if wrong := checked_screen(screen, cut):
        raise UsageError(wrong)
    flags = {name: asked[name] for name in ("loop", "redact", "force", "events")}
    pause = IDLE_OF_CASTS if asked["idle_cap"] is None else asked["idle_cap"]
    return Wish(asked["outputs"], asked["poster"], cut, screen, int(asked["cast_version"]), pause, **flags)


def check(wish: Wish, *, of_cast: bool) -> None:
    """Say now what would fail later."""
    able = OF_CASTS if of_cast else ENDINGS
    for path in wish.outputs:
        if ending(path) not in able:
            what = "a reel of a cast" if of_cast else "a reel"
            raise UsageError(f"{path}: {what} is written as {', '.join(able)}")
        if ending(path) in (".mp4", ".webm"):
            from cctl.media.missing import need  # noqa: PLC0415 -- only videos ask

            need("imageio", "imageio_ffmpeg")
    for path in (*wish.outputs, *((wish.poster,) if wish.poster else ())):
        target.check(path, force=wish.force)
    if len(set(wish.outputs)) < len(wish.outputs):
        raise UsageError("the same output is named twice")


def taste() -> Taste:
    """The shipped taste."""
    import tomllib  # noqa: PLC0415 -- once there is something to show

    return Taste.of(tomllib.loads(shipped("reel.toml").decode()))


def of_records(run: Run, records: Iterable[Record], wish: Wish) -> Iterator[Record]:
    """The reel of a session, given as its records or as moments."""
    from cctl.kit.prices import price_table  # noqa: PLC0415 -- casts need no prices

    likes = taste()
    told = tell(records, likes, wish.cut, redactor(run) if wish.redact else None, price_table(run).cost)
    if told.empty:
        run.say.error("nothing worth showing in this session" + (" (see --select, --last)" if told.passed else ""))
        run.status = CODES["no_evidence"]
        return
    yield from _told(run, told, wish)
    if wish.outputs or wish.poster:
        from cctl.media.paint import painter  # noqa: PLC0415 -- only films need colours

        made = film(told.moments, likes, wish.screen, painter())
        yield from _written(run, Made(made, told.moments, None), wish, likes)


def _told(run: Run, told: Told, wish: Wish) -> Iterator[Record]:
    if wish.events:
        yield from told.moments
        return
    yield from told.redactions
    if told.passed:
        run.say.detail(f"{told.passed} moments were left out; --max-seconds 0 keeps all")


def of_cast(run: Run, lines: Iterable[str], name: str, wish: Wish) -> Iterator[Record]:
    """The reel of a cast that somebody recorded."""
    recording = events.redacted(cast.read(lines, name=name), redactor(run) if wish.redact else None)
    if not any(event.kind == "o" for event in recording.events):
        run.say.error(f"{name}: nothing was printed in this cast")
        run.status = CODES["no_evidence"]
        return
    needs_film = wish.poster or any(ending(path) != ".cast" for path in wish.outputs)
    made = Film(recording.columns, recording.rows, (), (), 0.0, "", "", "", 0, wish.screen.theme)
    if needs_film:
        from cctl.media.screen import played  # noqa: PLC0415 -- only casts from elsewhere pay

        screen = wish.screen
        made = played(recording, title=name, speed=screen.speed, idle_cap=wish.pause, theme=screen.theme)
    yield from _written(run, Made(made, [], recording), wish, taste())


def _written(run: Run, made: Made, wish: Wish, likes: Taste) -> Iterator[Record]:
    theme = Theme(made.film.theme, likes.themes[made.film.theme])
    for path in wish.outputs:
        progress = Progress(f"rendering {path}", quiet=run.shared.quiet, unit="frames")
        try:
            size = _write(made, theme, path, wish, likes, progress)
        finally:
            progress.close()
        done: Record = {"type": "done", "v": 1, "ts": run.world.now(), "action": "record", "status": "ok"}
        yield done | {"target": path, "bytes": size, "seconds": made.film.seconds, "alt": made.film.alt}
    if wish.poster:
        size = _picture(made, theme, wish.poster, wish)
        done = {"type": "done", "v": 1, "ts": run.world.now(), "action": "poster", "status": "ok"}
        yield done | {"target": wish.poster, "bytes": size, "alt": made.film.alt}


def _write(made: Made, theme: Theme, path: str, wish: Wish, likes: Taste, tell: Progress) -> int:
    kind = ending(path)
    if kind == ".png":
        return _picture(made, theme, path, wish)
    if kind in (".mp4", ".webm"):
        from cctl.media.video import video  # noqa: PLC0415 -- 130 ms that only videos pay

        with target.replacing(path, force=wish.force) as place:
            video(made.film, theme, place, kind, tell)
        return _size(path)
    if kind == ".gif":
        from cctl.media.gif import gif, laddered  # noqa: PLC0415 -- only pictures pay

        encode = laddered if made.recording else gif
        return target.written(path, encode(made.film, theme, loop=wish.loop, tell=tell), force=wish.force)
    pieces = _TEXTS[kind](made, theme, wish, likes)
    return target.written(path, (piece.encode("utf-8", "replace") for piece in pieces), force=wish.force)


def _picture(made: Made, theme: Theme, path: str, wish: Wish) -> int:
    from cctl.media.raster import still  # noqa: PLC0415 -- only pictures pay

    with target.replacing(path, force=wish.force) as place:
        still(made.film, theme, made.film.poster).save(place, "PNG", optimize=True)
    return _size(path)


def _size(path: str) -> int:
    import os  # noqa: PLC0415 -- see `target`

    return os.stat(path).st_size  # noqa: PTH116 -- pathlib costs 9 ms at every start


def _cast(made: Made, theme: Theme, wish: Wish, _likes: Taste) -> Iterator[str]:
    if made.recording is None:
        return cast.cast(made.film, theme, version=wish.cast_version)
    return events.lines(made.recording, version=wish.cast_version, idle_cap=wish.pause, speed=wish.screen.speed)


def _page(made: Made, theme: Theme, wish: Wish, _likes: Taste) -> Iterator[str]:
    parts = html.Parts(shipped("reel/player.css").decode(), shipped("reel/player.js").decode())
    return html.page(made.film, made.moments, theme, parts, loop=wish.loop)


_TEXTS: dict[str, Callable[[Made, Theme, Wish, Taste], Iterable[str]]] = {
    ".cast": _cast,
    ".html": _page,
    ".svg": lambda made, theme, wish, _: svg.svg(made.film, theme, loop=wish.loop),
    ".txt": lambda made, *_: prose.text(made.film),
    ".md": lambda made, _theme, _wish, likes: prose.markdown(made.moments, likes),
    ".jsonl": lambda made, *_: (codec.encode(each).decode() + "\n" for each in made.moments),
}


def decoded(lines: Sequence[bytes]) -> list[str]:
    """Lines of a cast as text."""
    return [line.decode("utf-8", "replace") for line in lines]
