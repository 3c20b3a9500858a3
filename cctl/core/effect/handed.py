"""Names of secrets that a call spells out, or searches for, and has another of its commands read.

`echo ~/.ssh/id_rsa | while read f; do cat "$f"; done` and `find . -name .env | xargs cat` read a file that is named
elsewhere in the call. What is read so is taken for files of the project, because what prints names has been judged
already; the trap is a name that is only printed or looked for, which by itself is harmless.
"""

from __future__ import annotations

from itertools import pairwise

from cctl.core.effect.flow import printed
from cctl.core.effect.row import word_set
from cctl.core.shell.word import Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.effect.survey import Survey
    from cctl.core.shell.word import Simple

MOST = 64  # words of each text that are looked at
_TAKES = word_set("read mapfile readarray xargs gxargs parallel select")  # what takes names from standard input
_SEARCHES = word_set(
    "find gfind fd fdfind locate mlocate plocate mdfind ls dir tree rg git grep egrep fgrep ggrep ag ack sed awk"
)
_FILTERS = word_set("grep egrep fgrep ggrep ag ack sed awk")  # of names on standard input, else of what files hold
_LEAVES_OUT = word_set("! -not -v --invert-match -E --exclude -I --ignore --hide -prune")


def handed_secrets(s: Survey) -> set[str]:
    """Add `SECRET_VALUE` for each secret that the call names for another command to read; the codes added."""
    if not any(_taken(s, *made) for made in s.made.values()):
        return set()
    before = len(s.effects)
    commands = [made[0] for made in s.made.values()]
    feeding = {id(one) for cmd in commands for one in _feeders(cmd)}
    for cmd in commands:
        name = cmd.words[0].text if cmd.words else ""
        s.cwd = cmd.cwd
        if id(cmd) in feeding:
            _spelled(s, cmd, [printed(cmd) or ""] if name else _bodies(cmd))
            if name in _SEARCHES:
                _searched(s, cmd)
        if name in _TAKES:
            _spelled(s, cmd, _bodies(cmd))
    return {effect[0] for effect in s.effects[before:]}


def _taken(s: Survey, cmd: Simple, first: int, last: int) -> bool:
    """Whether a command reads files that others name."""
    if not cmd.words:
        return False
    codes = [effect[0] for effect in s.effects[first:last]]
    taking = cmd.words[0].text in _TAKES and any(code.startswith("READ(") for code in codes)
    return taking or "READ(given)" in codes


def _spelled(s: Survey, cmd: Simple, texts: list[str]) -> None:
    for text in texts:
        for name in text.split()[:MOST]:
            word = Word(name, name, cmd.start, cmd.end)
            if s.place(word) in ("secret", "authority"):
                s.touch("r", word)


def _searched(s: Survey, cmd: Simple) -> None:
    """Names that a search is after; what it leaves out is not."""
    words = [word.text for word in cmd.words]
    filters = words[0] in _FILTERS
    if filters and (not cmd.stdin or any(text[:1] == "-" and text[:2] != "--" and "v" in text for text in words)):
        return
    for before, text in pairwise(words[:MOST]):
        if text[:1] in ("-", "!") or (before in _LEAVES_OUT and not filters):
            continue
        for piece in text.replace("\\", "").strip("^$()").split("|"):
            name = "x" + piece.lstrip("*") if piece[:2] == "*." or (filters and piece[:1] == ".") else piece.strip("*")
            if name and any(s.ground.place(f"/x/{one}") == "secret" for one in (name, piece.strip("()$*"))):
                s.add("SECRET_VALUE", text)


def _bodies(cmd: Simple) -> list[str]:
    return [redirect.body.text for redirect in cmd.redirects if redirect.body is not None]


def _feeders(cmd: Simple) -> list[Simple]:
    """The commands whose output this one is given."""
    found = list(cmd.stdin)
    for word in cmd.words:
        found += word.subs
    for redirect in cmd.redirects:
        if redirect.target is not None:
            found += redirect.target.subs
    return found
