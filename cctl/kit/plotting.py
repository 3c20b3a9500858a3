"""What `plot` does: records are gathered, the picture they make is picked, and drawn where it was asked for."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cctl.core.plot import pick
from cctl.core.plot.canvas import Canvas
from cctl.core.plot.palette import Palette, palettes
from cctl.core.plot.picture import Picture
from cctl.core.reel.theme import Theme
from cctl.host import target
from cctl.host.data import shipped
from cctl.host.target import ending
from cctl.kit.moment import asked_zone
from cctl.kit.verb import Filter
from cctl.records.errors import UsageError
from cctl.records.exits import CODES
from cctl.records.schema import Record

if TYPE_CHECKING:
    from cctl.kit.run import Run

ENDINGS = (".png", ".svg")
_MOST = 200_000  # records held; a picture of more would show no more


class Plotting(Filter):
    """The sink behind `plot`."""

    def __init__(self, run: Run, asked: Mapping[str, Any]) -> None:
        self._run, self._asked = run, asked
        self._zone = asked_zone(run, asked["timezone"])
        self._records: list[Record] = []
        path = str(asked["output"])
        run.quiet_output = path == "-"  # a picture for people: no `end` after it
        if path != "-":
            if ending(path) not in ENDINGS:
                raise UsageError(f"{path}: a picture is written as {', '.join(ENDINGS)}, or - for the terminal")
            target.check(path, force=asked["force"])
            if ending(path) == ".png":
                from cctl.media.missing import need  # noqa: PLC0415 -- only PNGs ask

                need("matplotlib")

    def feed(self, record: Record) -> list[Record]:
        """Keep a record."""
        if len(self._records) < _MOST:
            self._records.append(record)
        elif len(self._records) == _MOST:
            self._run.say.once("most", f"only the first {_MOST} records are drawn")
        return []

    def finish(self) -> list[Record]:
        """Draw."""
        from cctl.kit.remembered import redactor  # noqa: PLC0415 -- the ledger, once all is read

        asked = self._asked
        wanted = pick.Wanted(asked["kind"] or "", asked["x"], asked["y"] or "", asked["by"], asked["title"])
        try:
            picture = pick.picked(self._records, wanted, self._zone, redactor(self._run) if asked["redact"] else None)
        except pick.Wrong as problem:
            raise UsageError(str(problem)) from None
        if picture is None:
            self._run.say.error("nothing to draw: no record with an amount, a state or a finding")
            self._run.status = CODES["no_evidence"]
            return []
        if asked["output"] == "-":
            self._show(picture)
            return []
        return [self._write(picture, str(asked["output"]))]

    def _palettes(self) -> dict[str, Palette]:
        import tomllib  # noqa: PLC0415 -- 2 ms, once there is something to draw

        return palettes(tomllib.loads(shipped("plot.toml").decode()))

    def _show(self, picture: Picture) -> None:
        """In the terminal; colours only where they are allowed."""
        theme = "none" if not self._may_colour() else self._asked["theme"] if self._asked["theme"] != "auto" else "dark"
        colours = self._palettes()[theme]
        size = _terminal()
        canvas = Canvas(
            self._asked["width"] or size[0], self._asked["height"] or min(size[1] - 2, 24), colours, self._zone
        )
        roles = {"ink": "", "dim": colours.dim, "limit": colours.limit}
        painter = Theme(theme, {role: colour for role, colour in roles.items() if colour})
        from cctl.core.plot.terminal import rows  # noqa: PLC0415 -- as below
        from cctl.core.reel.cast import painted  # noqa: PLC0415 -- 4 ms that only terminals pay

        for spans in rows(picture, canvas):
            line = painted(spans, painter) if colours.series else "".join(span.text for span in spans)
            self._run.out.raw(line.rstrip().encode("utf-8", "replace"))

    def _may_colour(self) -> bool:
        color = self._run.shared.color
        if color != "auto":
            return color == "always"
        env = self._run.world.env
        return not env.get("NO_COLOR") and env.get("TERM") != "dumb" and sys.stdout is not None and sys.stdout.isatty()

    def _write(self, picture: Picture, path: str) -> Record:
        asked = self._asked
        known = self._palettes()
        width = asked["width"] or 800
        if ending(path) == ".png":
            from cctl.media.chart import png  # noqa: PLC0415 -- 400 ms that only PNGs pay

            with target.replacing(path, force=asked["force"]) as place:
                theme = known["light" if asked["theme"] == "auto" else asked["theme"]]
                png(picture, theme, place, width=width, height=asked["height"] or 400, zone=self._zone)
            size = os.stat(path).st_size  # noqa: PTH116 -- pathlib costs 9 ms at every start
        else:
            from cctl.core.plot.svg import svg  # noqa: PLC0415 -- only files

            text = svg(picture, known, theme=asked["theme"], width=width, zone=self._zone)
            size = target.written(path, [text.encode()], force=asked["force"])
        from cctl.core.plot.picture import alt_text  # noqa: PLC0415 -- only files

        done: Record = {"type": "done", "v": 1, "ts": self._run.world.now(), "action": "plot", "status": "ok"}
        return done | {"target": path, "bytes": size, "alt": alt_text(picture)}


def _terminal() -> tuple[int, int]:
    """Columns and rows: those of the terminal, `COLUMNS` and `LINES` first, 80 × 24 without any."""
    size = os.get_terminal_size(1) if sys.stdout is not None and sys.stdout.isatty() else os.terminal_size((80, 24))
    found = []
    for name, value in (("COLUMNS", size[0]), ("LINES", size[1])):
        told = os.environ.get(name, "")
        found.append(int(told) if told.isdigit() and 20 <= int(told) <= 500 else value)
    return found[0], found[1]
