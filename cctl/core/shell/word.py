"""What reading a shell text yields: words, redirections, simple commands, and the script that holds them.

Plain classes with slots, because the cold hook process pays for every import and `dataclasses` or `typing`
cost more than reading the command. They are values: nobody changes one after `read` has returned it.

The contract with whoever judges the commands (`reader.read` makes them, `code.read_code` reads what is nested in them):

* `Script.commands` holds every simple command that could run, in order, those inside substitutions, branches,
  loops and called functions included. A script with anything in `Script.opaque` was not fully understood and
  must never be allowed, though what was understood may still be denied.
* A word that is not `dynamic` is known completely. A dynamic word keeps the static prefix in `text`; with `split`
  it may become no word or several. `subs` are the commands whose output flows into it (through variables too).
  The first word is also dynamic where a pattern stands for the program. A `glob` word stands for the names that fit.
* A command runs in `cwd`, or in any of `also` if an earlier `cd` failed or was not reached: judge it in all of them.
* A command whose `words` are empty is an assignment, a bare redirection, or the redirections of a compound
  command; as the latter it stands in the `stdin` of the commands it feeds.
* `[[ … ]]` and `(( … ))` appear as commands named `[[` and `((`.
* A call of a function defined in the same text appears as the body's commands, not by its name.
* Text that a builtin will read as commands (`eval`, `trap`, `bash -c`) is left as the argument it is; if it could mean
  something else here than when read by itself, the script is opaque. `source` is trusted to leave directory and home.
"""

from __future__ import annotations

NO_MARKS: frozenset[str] = frozenset()


class Value:
    """Equality, hash and repr over the slots."""

    __slots__: tuple[str, ...] = ()

    def _key(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self.__slots__)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Value) or type(self) is not type(other):
            return NotImplemented
        return self._key() == other._key()

    def __hash__(self) -> int:
        return hash((type(self), self._key()))

    def __repr__(self) -> str:
        fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
        return f"{type(self).__name__}({fields})"


class Word(Value):
    """One word after expansion, with what is known of it."""

    __slots__ = ("dynamic", "end", "glob", "quoted", "raw", "split", "start", "subs", "text")

    def __init__(  # noqa: PLR0913, PLR0917 - a value with nine fields, built in one place
        self,
        text: str,
        raw: str,
        start: int,
        end: int,
        dynamic: bool = False,
        glob: bool = False,
        quoted: bool = False,
        split: bool = False,
        subs: tuple[Simple, ...] = (),
    ) -> None:
        self.text = text
        self.raw = raw
        self.start = start
        self.end = end
        self.dynamic = dynamic
        self.glob = glob
        self.quoted = quoted
        self.split = split
        self.subs = subs


class Redirect(Value):
    """One redirection; `fd` is None when the operator's own default holds, -1 for `{name}>`.

    `op` is one of > >> >| &> &>> < <> << <<< >& <&. `target` is absent for << and <<<, whose text is `body`.
    """

    __slots__ = ("body", "end", "fd", "op", "start", "target")

    def __init__(self, op: str, fd: int | None, target: Word | None, body: Word | None, start: int, end: int) -> None:
        self.op = op
        self.fd = fd
        self.target = target
        self.body = body
        self.start = start
        self.end = end


class Simple(Value):
    """One simple command as it would run.

    `cwd` is None when a `cd` could not be followed; `also` are the directories it may run in instead. `stdin` are the
    commands of the upstream pipeline stage (each with its own `stdin`), or the redirection-only command of an
    enclosing compound. Marks in `context`: substitution, function, background, loop, endless (a loop with no way out),
    conditional, pipe, subshell, coproc, recursive, unbounded (a function that starts itself beside itself).
    """

    __slots__ = ("also", "assigns", "context", "cwd", "end", "redirects", "start", "stdin", "words")

    def __init__(  # noqa: PLR0913, PLR0917 - a value with nine fields, built in one place
        self,
        words: tuple[Word, ...],
        assigns: tuple[tuple[str, Word], ...],
        redirects: tuple[Redirect, ...],
        cwd: str | None,
        also: tuple[str, ...],
        stdin: tuple[Simple, ...],
        context: frozenset[str],
        start: int,
        end: int,
    ) -> None:
        self.words = words
        self.assigns = assigns
        self.redirects = redirects
        self.cwd = cwd
        self.also = also
        self.stdin = stdin
        self.context = context
        self.start = start
        self.end = end

    def marked(self, mark: str) -> Simple:
        """The same command with one more mark."""
        return Simple(
            self.words,
            self.assigns,
            self.redirects,
            self.cwd,
            self.also,
            self.stdin,
            self.context | {mark},
            self.start,
            self.end,
        )


class Script(Value):
    """All simple commands of a text, and each stretch of it that was not understood: (reason, start, end)."""

    __slots__ = ("commands", "opaque")

    def __init__(self, commands: tuple[Simple, ...], opaque: tuple[tuple[str, int, int], ...]) -> None:
        self.commands = commands
        self.opaque = opaque
