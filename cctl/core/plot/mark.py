"""The marks that an SVG is made of, each with its words."""

from __future__ import annotations


def text(x: float, y: float, words: str, kind: str = "", anchor: str = "") -> str:
    """Words at a place."""
    named = f' class="{kind}"' if kind else ""
    held = f' text-anchor="{anchor}"' if anchor else ""
    return f'<text{named} x="{x:.6g}" y="{y:.6g}"{held}>{xml(words)}</text>'


def box(kind: str, x: float, y: float, width: float, height: float, words: str = "", round_: int = 0) -> str:
    """A box; pointing at it shows its words."""
    corner = f' rx="{round_}"' if round_ else ""
    place = f'x="{x:.6g}" y="{y:.6g}" width="{width:.6g}" height="{height:.6g}"'
    return f'<rect class="{kind}" {place}{corner}' + (f"><title>{xml(words)}</title></rect>" if words else "/>")


def line(kind: str, x1: float, y1: float, x2: float, y2: float, words: str = "") -> str:
    """A straight line."""
    place = f'x1="{x1:.6g}" y1="{y1:.6g}" x2="{x2:.6g}" y2="{y2:.6g}"'
    return f'<line class="{kind}" {place}' + (f"><title>{xml(words)}</title></line>" if words else "/>")


def xml(words: str) -> str:
    """Text that no XML reader refuses."""
    from html import escape  # noqa: PLC0415 -- it brings a list of all entities

    return escape("".join(letter if _is_legal(letter) else " " for letter in words))


def _is_legal(letter: str) -> bool:
    return letter >= " " and not "\ud800" <= letter <= "\udfff" and letter not in "\ufffe\uffff"
