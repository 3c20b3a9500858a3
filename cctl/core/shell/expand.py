"""Words that need the shell's state, expanded as far as they are certain.

The order is the shell's: braces, then tilde, parameters, substitutions and arithmetic, then splitting. Whatever is
only known at run time ends the static prefix of its word; where it came from is kept in `subs`.
"""

from __future__ import annotations

from cctl.core.shell import brace
from cctl.core.shell.arithmetic import evaluate
from cctl.core.shell.parameter import Piece, parameter, tilde
from cctl.core.shell.part import Param, Raw, Sub, Text, Tilde
from cctl.core.shell.pieces import has_glob
from cctl.core.shell.state import together
from cctl.core.shell.word import Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from cctl.core.shell.part import Part
    from cctl.core.shell.walk import Walk
    from cctl.core.shell.word import Simple

    Expanded: TypeAlias = list[Text | Piece]

_FIELD = 16
"""What a word of a list costs beside its text."""
_IFS = frozenset(" \t\n")


def words(walk: Walk, raw: Raw) -> list[Word]:
    """The words that one argument becomes; none, if it expands to nothing."""
    expanded = _pieces(walk, raw.parts)
    if not raw.brace:
        return _split(walk, expanded, raw)
    items: brace.Items = []
    for piece in expanded:
        if isinstance(piece, Text) and not piece.quoted:
            items.extend(piece.text)
        else:
            items.append(piece)
    try:
        every = brace.expand(items, walk.limits.braces)
    except brace.TooMany:
        walk.note("limit of brace expansion", raw.start, raw.end)
        return [Word("", raw.raw, raw.start, raw.end, dynamic=True, split=True)]
    found: list[Word] = []
    for one_word in every:
        found.extend(_split(walk, _regrouped(walk, one_word), raw))
    return found


def one(walk: Walk, raw: Raw) -> Word:
    """A word where the shell neither splits nor makes several: values, targets, patterns, here-documents."""
    build = _Building(walk, raw)
    for piece in _pieces(walk, raw.parts):
        if isinstance(piece, Text):
            build.add(piece.text, piece.quoted)
        elif piece.fields is not None:
            build.dynamic = build.dynamic or any(word.dynamic for word in piece.fields)
            build.add(" ".join(word.text for word in piece.fields), True)
            build.subs = together(build.subs, piece.subs)
        else:
            build.piece(piece, False)
    build.started, build.split = True, False
    return build.word()


def _pieces(walk: Walk, parts: list[Part]) -> Expanded:
    found: Expanded = []
    for part in parts:
        if isinstance(part, Text):
            found.append(part)
        elif isinstance(part, Param):
            found.append(parameter(walk, part))
        elif isinstance(part, Tilde):
            found.append(tilde(walk, part.name))
        elif isinstance(part, Sub):
            word = walk.substitute(part)
            split = word.dynamic and not part.quoted and part.kind in ("$(", "`")
            found.append(Piece(word.text, part.quoted, word.dynamic, split, word.subs))
        else:
            evaluate(walk, part)
            found.append(Piece("", True, dynamic=True))
    return found


def _regrouped(walk: Walk, items: brace.Items) -> Expanded:
    """Characters back into text; a tilde that came to stand in front is expanded now."""
    found: Expanded = []
    run: list[str] = []
    for item in items:
        if isinstance(item, str):
            run.append(item)
            continue
        if run:
            found.append(Text("".join(run), False))
            run = []
        if isinstance(item, Text | Piece):
            found.append(item)
    if run:
        found.append(Text("".join(run), False))
    lead = found[0] if found else None
    if isinstance(lead, Text) and not lead.quoted and lead.text[0] == "~":
        name, slash, rest = lead.text[1:].partition("/")
        if slash or len(found) == 1:
            found[:1] = [tilde(walk, name), Text(slash + rest, False)]
    return found


def _split(walk: Walk, expanded: Expanded, raw: Raw) -> list[Word]:
    found: list[Word] = []
    build = _Building(walk, raw)
    for piece in expanded:
        if isinstance(piece, Text):
            build.add(piece.text, piece.quoted)
        elif piece.fields is not None and not walk.afford(_FIELD * len(piece.fields), raw):
            build.piece(Piece("", piece.quoted, True, True, piece.subs), False)
        elif piece.fields is not None:
            build.subs = together(build.subs, piece.subs)
            for at, word in enumerate(piece.fields):
                if at:
                    found.append(build.word())
                    build = _Building(walk, raw)
                build.piece(Piece(word.text, True, word.dynamic, False, word.subs, pattern=word.glob), False)
        elif piece.quoted:
            build.piece(piece, True)
        elif not walk.state.ifs and (piece.text or piece.dynamic):
            # Where this text splits is not known any more.
            build.piece(Piece("", False, True, True, piece.subs), True)
        else:
            build = _fields(piece, build, found)
    if build.started:
        found.append(build.word())
    return found


def _fields(piece: Piece, build: _Building, found: list[Word]) -> _Building:
    """Add the text of an unquoted expansion, which is split at its blanks."""
    text = piece.text
    fields = [field for field in text.replace("\n", " ").replace("\t", " ").split(" ") if field]
    if text[:1] in _IFS and build.started:
        found.append(build.word())
        build = _Building(build.walk, build.raw)
    for at, field in enumerate(fields):
        if at:
            found.append(build.word())
            build = _Building(build.walk, build.raw)
        build.piece(Piece(field, False, False, False, piece.subs, pattern=piece.pattern), True)
    if piece.dynamic:
        build.piece(Piece("", False, True, piece.split, piece.subs), True)
    elif text[-1:] in _IFS and fields:
        found.append(build.word())
        build = _Building(build.walk, build.raw)
    return build


class _Building:
    """One word coming together; its text stops at the first piece only known at run time."""

    __slots__ = ("dynamic", "glob", "raw", "split", "started", "subs", "text", "walk")

    def __init__(self, walk: Walk, raw: Raw) -> None:
        self.walk = walk
        self.raw = raw
        self.text: list[str] = []
        self.dynamic = False
        self.glob = False
        self.split = False
        self.started = False
        self.subs: tuple[Simple, ...] = ()

    def add(self, text: str, quoted: bool) -> None:
        """Characters of the word itself."""
        self.started = True
        self.glob = self.glob or (not quoted and has_glob(text, self.raw.raw))
        if not self.dynamic:
            self.text.append(text)

    def piece(self, piece: Piece, globs: bool) -> None:
        """What an expansion left."""
        self.started = True
        if not self.dynamic and self.walk.afford(len(piece.text), self.raw):
            self.text.append(piece.text)
        self.glob = self.glob or piece.pattern or (globs and not piece.quoted and has_glob(piece.text, piece.text))
        self.dynamic = self.dynamic or piece.dynamic
        self.split = self.split or piece.split
        self.subs = together(self.subs, piece.subs)

    def word(self) -> Word:
        """The finished word."""
        raw = self.raw
        return Word(
            "".join(self.text),
            raw.raw,
            raw.start,
            raw.end,
            self.dynamic,
            self.glob,
            raw.quoted,
            self.split,
            self.subs,
        )
