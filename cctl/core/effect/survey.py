"""The survey of one call: what has been found so far, and the questions every part of the analysis asks.

Analysis is one walk over the commands of a call. Effects are appended with the stretch of text that has them; files
written on the way are remembered, so that `curl -o x; sh x` is seen for what it is.
"""

from __future__ import annotations

from cctl.core.effect.path import normal
from cctl.core.effect.pattern import SECRET_SAMPLES, matches
from cctl.core.effect.role import TOUCH
from cctl.core.effect.row import word_set
from cctl.core.shell.word import Simple, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.effect.book import Book
    from cctl.core.effect.path import Ground
    from cctl.core.effect.scan import Args

    # Words, how its table sorts them (None where no table does), folder, and the stretch of effects of its own.
    Ran = tuple[tuple[Word, ...], Args | None, str | None, int, int]

Effect = tuple[str, str, int, int]  # code, what it happens to, start and end in the text of the call


class Opened:
    """What a descriptor leads to: the word it was opened with, the path if that is one, and the effect it had."""

    __slots__ = ("effect", "path", "used", "word")

    def __init__(self, path: str, word: Word, effect: int) -> None:
        self.path = path
        self.word = word
        self.effect = effect
        self.used = False


class Survey:
    """What one call would do, as far as it has been read."""

    __slots__ = (
        "also",
        "book",
        "chars",
        "cmd",
        "cwd",
        "depth",
        "effects",
        "end",
        "ground",
        "held",
        "home",
        "links",
        "made",
        "names",
        "opened",
        "origins",
        "ran",
        "reads",
        "silent",
        "start",
        "wrote",
    )

    def __init__(self, book: Book, ground: Ground) -> None:
        self.book = book
        self.ground = ground
        self.home = ground.home
        self.cwd: str | None = ground.cwd
        self.also: tuple[str, ...] = ()
        self.effects: list[Effect] = []
        self.made: dict[int, tuple[Simple, int, int]] = {}  # by identity: a command's effects among all
        self.held: dict[str, str] = {}  # path -> what this call put there: remote, decoded or text:…
        self.ran: list[Ran] = []  # every program with its words, inner ones first
        self.links: dict[str, str] = {}  # path -> what this call has linked it to
        self.wrote: list[str] = []  # paths the command in hand writes
        self.origins: dict[int, str] = {}  # command, by identity -> where its output comes from
        self.opened: dict[int, Opened] = {}  # descriptor -> what `exec 3>file` made it; -1 is the last `{name}>`
        self.silent: set[int] = set()  # commands, by identity, that fetch but print nothing
        self.names: dict[str, str] = {}  # variables this call has set that programs read their options from
        self.cmd: Simple | None = None
        self.depth = 0
        self.reads = 0
        self.chars = 0
        self.start = 0
        self.end = 0

    def add(self, code: str, what: str = "") -> None:
        """One more effect of the words in hand."""
        self.effects.append((code, what, self.start, self.end))

    def path(self, word: Word) -> str | None:
        """The absolute path a word names, or None when only running tells."""
        return None if word.dynamic else normal(word.text, self.cwd, self.home)

    def behind(self, path: str | None) -> str | None:
        """Where a path leads through the links this call has made."""
        if path is not None:
            for link, target in self.links.items():
                if path == link or path.startswith(link + "/"):
                    return normal(target + path[len(link) :], "/", self.home)
        return path

    def place(self, word: Word) -> str:
        """The class of the path a word names; the worst of them when the folder is in doubt."""
        text = word.text
        if word.dynamic or word.glob:
            return self._vague(word)
        path = self.behind(normal(text, self.cwd, self.home))
        if path is None:  # the folder is unknown, the name may still tell
            named = self.ground.place(normal(text, "/x", self.home))
            return named if named in NAMED else "unknown"
        place = self.ground.place(path)
        for cwd in self.also:
            place = heavier(place, self.ground.place(normal(text, cwd, self.home)))
        return place

    def _vague(self, word: Word) -> str:
        """A path known by its beginning: what is known may make it worse than unknown, never better."""
        text = word.text
        if word.dynamic:
            if word.raw == "{}" or word.subs:
                return self._given(word)
            place = self.ground.place(normal(text, self.cwd, self.home)) if text else "unknown"
            place = heavier(place, self._spelt(word.raw)) if "/" in word.raw else place
            folder = text.rpartition("/")[0]
            above = self.ground.place(normal(folder or "/", self.cwd, self.home)) if "/" in text else "unknown"
            return heavier(above, place) if above in GRAVE or place in GRAVE else "unknown"
        first = min((at for at in map(text.find, "*?[{") if at >= 0), default=len(text))
        folder = text[:first].rpartition("/")[0]
        if "/" in text[:first]:
            above = self.ground.place(normal(folder or "/", self.cwd, self.home))
        else:
            above = self.ground.place(normal(".", self.cwd, self.home))
        whole = self.ground.place(normal(text, self.cwd, self.home))
        place = heavier(above, whole) if whole in GRAVE else above
        if ".." in text[first:]:
            place = heavier(place, "outside")
        if self._may_be_secret(text[first:], text):
            return heavier(place, "secret")
        return place

    def _given(self, word: Word) -> str:
        """A path that other commands of the call print: the one they spell out, or whichever it will be."""
        if not word.subs or word.raw[:2] in ("<(", ">("):
            return "given"
        from cctl.core.effect.flow import printed  # noqa: PLC0415 - a cycle at import time

        place = "given"
        for cmd in word.subs:
            text = printed(cmd)
            for name in (text or "").split()[:16]:
                place = heavier(place, self.ground.place(normal(word.text + name, self.cwd, self.home)))
        return heavier(place, self._spelt(word.raw)) if "/" in word.raw else place

    def _spelt(self, raw: str) -> str:
        """What the part of a path says that stands behind an expansion (`$X/.ssh/id_rsa`, `~ben/.netrc`)."""
        plain = raw.replace('"', "").replace("'", "")
        if plain[:1] != "~":
            plain = "/x/" + plain.partition("/")[2]
        place = self.ground.place(normal(plain, "/x", self.home))
        return place if place in NAMED else "unknown"

    def _may_be_secret(self, rest: str, text: str) -> bool:
        """Whether a pattern with letters of its own could name a secret file (`.e*`, `id_?sa`)."""
        last = text.rpartition("/")[2]
        if "/" in rest or not last.strip("*?"):
            last = last if last.strip("*?") else ""
        if not last or not any(c in last for c in "*?["):
            return False
        return any(matches(last.lower(), name) for name in SECRET_SAMPLES)

    def touch(self, role: str, word: Word) -> None:
        """What happens to a word in its role."""
        codes = TOUCH.get(role)
        if codes is None:
            self._reach(role, word)
            return
        text = word.text
        if text == "-" and role in "rkRwK":
            return
        if role in "rkt" and text[:4] == "http" and text.partition("://")[0] in ("http", "https"):
            self._reach("u", word)
            return
        place = self.place(word)
        code = codes[place]
        if role in "wdD" and place == "private" and text.endswith("_history"):
            code = "GUARD_OFF"
        elif role in "wd" and place == "secret" and "/.ssh/id_" in (self.path(word) or ""):
            code = f"{'WRITE' if role == 'w' else 'DELETE'}(authority)"  # who loses it is locked out
        if code == "DELETE_RECURSIVE(unknown)" and not word.dynamic:
            code = "DELETE_RECURSIVE"  # a name spelt out, in a folder that could be any
        self.effects.append((code, text, word.start, word.end))
        if role in "wdD" and not word.dynamic:
            path = normal(text, self.cwd, self.home)
            if path is not None and role == "w":
                self.wrote.append(path)
            elif path is not None and self.held:
                self.held.pop(path, None)

    def _reach(self, role: str, word: Word) -> None:
        if role == "p":
            self._package(word)
        elif role in "usn":
            from cctl.core.effect.host import reach  # noqa: PLC0415 - only calls that name a host pay for it

            reach(self, role, word)
        elif role == "v" and word.dynamic:
            self.add("UNCLEAR", word.raw)

    def _package(self, word: Word) -> None:
        """A package named by address or path instead of from the registry."""
        text = word.text
        if "://" in text or text.startswith(("git+", "git@", "git:")):
            from cctl.core.effect.host import reach  # noqa: PLC0415 - as above

            reach(self, "u", word)
        elif text[:1] in "/.~" or text.startswith("file:"):
            self.touch("t", Word(text.removeprefix("file:"), word.raw, word.start, word.end, word.dynamic))


GRAVE = word_set(
    "secret authority device agent-config cctl-self system root private persist vcs-internal home outside net"
)
NAMED = word_set("secret authority agent-config cctl-self private persist vcs-internal")
_RISING = """stream project given tmp sensitive unknown home outside system root private vcs-internal persist secret
    authority device net agent-config cctl-self"""
_ORDER = {name: at for at, name in enumerate(_RISING.split())}


def heavier(one: str, other: str) -> str:
    """The place whose effects weigh more."""
    return one if _ORDER.get(one, 99) >= _ORDER.get(other, 99) else other
