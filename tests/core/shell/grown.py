"""Random scripts for comparing the reader with other readings of the same text.

They call nothing but the stubs `t0`, `f1` and `r2` (succeed, fail, either) and builtins that change the shell alone, so
that a real shell may run them in an empty folder.
"""

from __future__ import annotations

from random import Random

NAMES = ("X", "Y", "Z")
STUBS = ("t0", "f1", "r2")
_BARE = ("a", "b", "c", "d_e", "1", "x.y", "-n", r"a\ b", r"\$X", r"x\y", "then", "a#b", "~", "=")
_EXPANSIONS = (
    "$1",
    '"$@"',
    "$#",
    "$*",
    '"$*"',
    "$2",
    "$((1+1))",
    "$((X))",
    "$((2*Y))",
    "a$X",
    "$X$Y",
    'x"$Y"z',
    "${X}a",
)
_OPERATORS = (":-a", ":+b", "-c", "%a", ":=v", "+w", "#a", ":-$(t0 in)", ":-'q w'")
_QUOTED_OPERATORS = (":-a b", ":-'q'", ':-"x"', "##a", "%%b", ":-`t0 bt`", ":-'$(t0 hid)'")
_STRINGS = ("a b", "p$X", "$Y-$Z", "`t0 q`", 'a\\"b', "\\$X", "$(t0 s)", "'$(t0 t)'")
_BRACES = ("a,b", "1..3", "a", "$X,b", ",x", "a,{b,c}", "a,'b c'")
_BUILTINS = (
    "set -- a 'b c'",
    "shift",
    "unset X",
    'read X <<< "v w"',
    "true",
    "false",
    ":",
    "X+=t",
    "fn",
    "gn a b",
    "pushd a",
    "popd",
    'A=(a "b c" $X)',
    't0 k5 "${A[@]}" ${A[1]}',
    "export X={a,b}",
    "local Y=q",
    "declare Z=w",
    "readonly W=1",
    "IFS= read Y <<< x",
    "cd a && t0 k8",
    "cd nope || t0 k9",
    "set -- $X",
)
_FOLDERS = ("a", "b", "..", "a/b", "nope", "./c", '"$OLDPWD"', "-", "/")
_BODIES = ("$X\n", "`t0 inhd`\n", "${X:-'$(t0 hid)'}\n", "plain\n", "\\$(t0 no)\n", "a \\\nb\n")


class Grown:
    """Scripts out of one seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.pick = self.random.choice

    def word(self, depth: int) -> str:
        """One argument."""
        name = self.pick(NAMES)
        kinds = [
            lambda: self.pick(_BARE),
            lambda: "$" + name,
            lambda: f'"${name}"',
            lambda: '"' + self.pick(_STRINGS) + '"',
            lambda: "'" + self.pick(("a b", "$X", "`t0`", '"', "$(t0 no)")) + "'",
            lambda: "{" + self.pick(_BRACES) + "}",
            lambda: "${" + name + self.pick(_OPERATORS) + "}",
            lambda: '"${' + name + self.pick(_QUOTED_OPERATORS) + '}"',
            lambda: "$'" + self.pick(("a\\nb", "\\x41", "\\'", "\\101")) + "'",
            lambda: self.pick(_EXPANSIONS),
            lambda: "`t0 " + self.pick(("a", '"b"', "\\$X", "\\`t0 n\\`")) + "`",
        ]
        if depth > 0:
            kinds += [lambda: f"$({self.script(depth - 2)})", lambda: f'"$({self.script(depth - 2)})"']
        return self.pick(kinds)()

    def words(self, depth: int, most: int = 2) -> str:
        """Some arguments."""
        return " ".join(self.word(depth) for _ in range(self.random.randrange(most + 1)))

    def command(self, depth: int) -> str:
        """A simple command."""
        kinds = [
            lambda: f"{self.pick(STUBS)} {self.pick(('k1', 'k2', 'k3'))} {self.words(depth)}",
            lambda: f"{self.pick(STUBS)} {self.pick(('k1', 'k2', 'k3'))} {self.words(depth)}",
            lambda: f"{self.pick(NAMES)}={self.word(depth)}",
            lambda: f"cd {self.pick(_FOLDERS)}",
            lambda: f"{self.pick(NAMES)}={self.word(depth)} {self.pick(('t0', 'r2'))} k4 {self.words(depth)}",
            lambda: self.pick(_BUILTINS),
            lambda: (
                f"{self.pick(('t0', 'r2'))} k6 {self.words(depth)}{self.pick((' 2>&1', ' <<< x', '', ' </dev/null'))}"
            ),
        ]
        return self.pick(kinds)()

    def compound(self, depth: int) -> str:
        """A command that holds commands."""
        inner, deeper = depth - 1, depth - 2
        kinds = [
            lambda: f"( {self.script(inner)})",
            lambda: "{ " + self.script(inner) + "; }",
            lambda: f"if {self.script(deeper)}; then {self.script(inner)}; else {self.script(deeper)}; fi",
            lambda: f"if ! r2 e; then {self.script(inner)}; elif r2 f; then {self.script(deeper)}; fi",
            lambda: f"for {self.pick(NAMES)} in {self.word(inner)} {self.words(0)}; do {self.script(inner)}; done",
            lambda: (
                f'case {self.word(0)} in a) {self.script(inner)}{self.pick((";;", ";&", ";;&"))} b|"$X") '
                f"{self.script(inner)};; *) {self.script(deeper)};; esac"
            ),
            lambda: f"n=0; while [ $n -lt 2 ]; do n=$((n+1)); {self.script(inner)}; done",
            lambda: "fn() { " + self.script(inner) + "; }; fn " + self.word(0),
            lambda: f"[[ {self.word(0)} == {self.pick(('a*', '$X', '@(a|b)'))} ]] && {self.command(inner)}",
            lambda: f"t0 hd <<EOF\n{self.pick(_BODIES)}EOF\n:",
            lambda: "gn() { " + self.script(deeper) + "; r2 && return; " + self.script(deeper) + '; }; gn "$X" b',
            lambda: f"for _q in 1 2; do {self.script(deeper)}; {self.pick(('break', 'r2 && continue'))}; t0 k7; done",
            lambda: f"t0 ps <(t0 inner) {self.word(0)}",
            lambda: f"eval {self.pick(('t0 ev', 'X=q', 'cd a'))!r}",
        ]
        return self.pick(kinds)()

    def script(self, depth: int) -> str:
        """A list of commands."""
        if depth <= 0:
            return self.command(0)
        parts = [self._pipeline(depth)]
        for _ in range(self.random.randrange(3)):
            parts += [self.pick(("; ", "; ", " && ", " || ", "\n", " & ")), self._pipeline(depth)]
        return "".join(parts)

    def _pipeline(self, depth: int) -> str:
        one = self.compound(depth) if self.random.random() < 0.4 else self.command(depth)
        if self.random.random() < 0.12:
            one += " | " + self.command(depth - 1)
        return "! " + one if self.random.random() < 0.06 else one
