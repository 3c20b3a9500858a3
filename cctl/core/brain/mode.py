"""Changing one setting in the text of a configuration file and nothing else in it."""

from __future__ import annotations

import re

from cctl.records.pattern import pattern

MODES = ("on", "auto", "off")
_HEADER = pattern(r"\s*\[\s*brain\s*\]\s*(?:#.*)?$")
_ANY = pattern(r"\s*\[")
_KEY = pattern(r"(\s*mode\s*=\s*)(\"[^\"]*\"|'[^']*'|[^\s#]+)(.*)$", re.S)
_DOTTED = pattern(r"(\s*brain\s*\.\s*mode\s*=\s*)(\"[^\"]*\"|'[^']*'|[^\s#]+)(.*)$", re.S)


def with_mode(text: str, mode: str) -> str:
    """The text with `brain.mode` set; comments, order and spelling of everything else stay."""
    lines = text.splitlines(keepends=True)
    inside, header = False, -1
    top = True
    for at, line in enumerate(lines):
        if _ANY.match(line):
            inside, top = bool(_HEADER.match(line)), False
            header = at if inside else header
        found = _KEY.match(line) if inside else _DOTTED.match(line) if top else None
        if found:
            lines[at] = f'{found[1]}"{mode}"{found[3]}'
            return "".join(lines)
    if header >= 0:
        lines.insert(header + 1, f'mode = "{mode}"\n')
        return "".join(lines)
    gap = "" if not lines else "\n" if lines[-1].endswith("\n") else "\n\n"
    return "".join(lines) + f'{gap}[brain]\nmode = "{mode}"\n'
