"""Roles → colours, and a style as the escape code that a terminal understands."""

from __future__ import annotations

from collections.abc import Mapping

from cctl.core.reel.cell import Style
from cctl.records.named import NamedTuple

_BASE = (
    "paper",
    "bad",
    "good",
    "warn",
    "accent",
    "name",
    "string",
    "ink",
    "faint",
    "bad",
    "good",
    "warn",
    "accent",
    "name",
)


class Theme(NamedTuple):
    """The colours of a film; empty strings mean the viewer's own."""

    name: str
    colours: Mapping[str, str]

    def ink(self, role: str) -> str:
        """`#rrggbb` of a role, "" for the default; a cast from elsewhere brings its colours instead of roles."""
        return role if role.startswith("#") else self.colours.get(role, "") if role else ""

    @property
    def has_colours(self) -> bool:
        """Whether the theme brings colours at all."""
        return bool(self.colours.get("ink"))

    def palette(self) -> list[str]:
        """Sixteen colours for the header of a cast: how a player shows the basic ones."""
        last = [self.colours[role] for role in (*_BASE, "string", "ink")]
        return last[:16]

    def rules(self, style: Style, ink: str, paper: str = "") -> list[str]:
        """The style as rules of a style sheet; `ink` and `paper` are the properties that take the colours."""
        found = [f"{ink}:{self.ink(style.ink)}"] if self.ink(style.ink) else []
        found += [f"{paper}:{self.ink(style.paper)}"] if paper and self.ink(style.paper) else []
        added, removed = (not self.has_colours and style.paper == ground for ground in ("add_paper", "del_paper"))
        found += ["font-weight:bold"] * (style.bold or added) + ["opacity:.65"] * (style.dim or removed)
        return found + ["font-style:italic"] * style.italic + ["text-decoration:underline"] * style.underline

    def escape(self, style: Style) -> str:
        """The escape code that turns the style on, "" for plain text."""
        codes = [
            code
            for code, on in (("1", style.bold), ("2", style.dim), ("3", style.italic), ("4", style.underline))
            if on
        ]
        for role, kind in ((style.ink, "38"), (style.paper, "48")):
            colour = self.ink(role)
            if colour:
                codes.append(f"{kind};2;{int(colour[1:3], 16)};{int(colour[3:5], 16)};{int(colour[5:7], 16)}")
        if not self.has_colours and style.paper in ("add_paper", "del_paper"):
            codes.append("1" if style.paper == "add_paper" else "2")
        return f"\x1b[{';'.join(codes)}m" if codes else ""


def rgb(colour: str) -> tuple[int, int, int]:
    """`#rrggbb` as three numbers."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
