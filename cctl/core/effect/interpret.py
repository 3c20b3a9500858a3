"""Shells inside the call: `sh -c`, `eval`, scripts run by name, and whatever a shell reads from its standard input."""

from __future__ import annotations

from cctl.core.effect.analyze import nested, worst
from cctl.core.effect.flow import ensure, held, origin, printed
from cctl.core.shell.word import Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from cctl.core.effect.scan import Args
    from cctl.core.effect.survey import Survey
    from cctl.core.shell.word import Simple

_SINKS = {"remote": "EXEC_REMOTE", "decoded": "EXEC_DECODED"}


def do_shell(s: Survey, args: Args) -> None:
    """`sh`, `bash`, `zsh`, `fish` and their kin: code in a word, in a file, or on standard input."""
    words = args.operands
    if words and words[0].text == "-":
        words = words[1:]
    if "-c" in args.flags:
        if words:
            shell_code(s, words[0])
        else:
            s.add("UNCLEAR", "-c")
    elif args.flags & {"-n", "--dump-strings", "--dump-po-strings"}:
        for word in words[:1]:
            s.touch("r", word)
        s.add("INFO", "-n")
    elif not words or "-s" in args.flags:
        from_stdin(s)
    else:
        run_file(s, words[0])


def shell_code(s: Survey, word: Word) -> None:
    """A word that a shell reads as a program."""
    if not word.dynamic:
        if not word.text.strip():
            s.add("UNCLEAR", "no program")
        nested(s, word.text)
        return
    text = spelled(word)
    if text is not None:
        nested(s, text)
        return
    if word.subs:
        feed(s, word.subs)
        return
    literal(s, word)
    s.add("EXEC_UNKNOWN", word.raw)


def spelled(word: Word) -> str | None:
    """The text of a word that is nothing but the output of commands this text spells out."""
    raw = word.raw.strip('"')
    if not word.subs or word.text or raw[:2] != "$(" or raw[-1:] != ")":
        return None
    parts = [printed(cmd) for cmd in word.subs]
    return "".join(part for part in parts if part is not None) if None not in parts else None


def literal(s: Survey, word: Word) -> None:
    """Text written inside an expansion (`${x:+rm -rf /}`) is text of this call: what it would be denied for counts."""
    raw = counted(word.raw.strip('"'))
    if raw and raw != "{}" and "$" not in raw and "`" not in raw:
        nested(s, raw)
        return
    for mark in (":+", "+"):
        if raw[:2] == "${" and mark in raw and raw[-1:] == "}":
            nested(s, raw.partition(mark)[2][:-1])
            return


def counted(raw: str) -> str:
    """A text with each arithmetic expansion of plain numbers replaced by one of them."""
    while "$((" in raw:
        before, _, after = raw.partition("$((")
        sum_, closed, rest = after.partition("))")
        if not closed or not all(c.isdigit() or c in "+-*/% ()" for c in sum_):
            return raw
        raw = f"{before}0{rest}"
    return raw


def from_stdin(s: Survey) -> None:
    """A shell without a script runs what it reads."""
    cmd = s.cmd
    if cmd is None:
        s.add("INTERACTIVE", "shell")
        return
    for redirect in reversed(cmd.redirects):
        body, target = redirect.body, redirect.target
        if body is not None:
            shell_code(s, body)
            return
        if redirect.op == "<" and target is not None:
            if s.place(target) == "net":
                s.add("EXEC_REMOTE", "shell on a socket")
            else:
                run_file(s, target)
            return
        if redirect.op == "<&" and target is not None:
            number = target.text.rstrip("-")
            known = s.opened.get(int(number) if number.isdigit() and len(number) < 6 else -1)
            if known is not None and s.place(known.word) == "net":
                s.add("EXEC_REMOTE", "shell on a socket")
            elif known is not None:
                run_file(s, known.word)
            else:
                s.add("EXEC_UNKNOWN", "standard input")
            return
    if any(redirect.target is not None and s.place(redirect.target) == "net" for redirect in cmd.redirects):
        s.add("EXEC_REMOTE", "shell on a socket")
    elif cmd.stdin:
        feed(s, cmd.stdin)
    elif "substitution" in cmd.context:
        s.add("EXEC_UNKNOWN", "standard input")
    else:
        s.add("INTERACTIVE", "shell")


def fetched(s: Survey) -> bool:
    """Whether this call has fetched anything so far."""
    return any(code.startswith("NET_GET") for code, _, _, _ in s.effects)


def feed(s: Survey, commands: Sequence[Simple]) -> None:
    """The output of some commands is run."""
    for cmd in commands:
        ensure(s, cmd)
    kind = origin(s, commands)
    if kind in _SINKS:
        s.add(_SINKS[kind], "pipe")
        return
    if len(commands) == 1:
        text = printed(commands[0])
        if text is not None:
            if any(in_digits(word.text) for word in commands[0].words[1:]):
                s.add("EXEC_DECODED", "written in digits")
            nested(s, text)
            return
    s.add("EXEC_UNKNOWN", "pipe")


def do_fed(s: Survey, args: Args) -> None:
    """A program that runs what it is handed on standard input, now (`osascript`) or later (`at`, `crontab`)."""
    cmd = s.cmd
    if cmd is None or args.replaced is not None:
        return
    kind = origin(s, cmd.stdin) if cmd.stdin else ""
    if kind in _SINKS:
        s.add(_SINKS[kind], args.words[0].text)


def in_digits(text: str) -> bool:
    """Whether characters are written as numbers (`\\x72`, `\\162`): a program spelt so hides what it is."""
    return any(text[at + 1 : at + 2] in tuple("x01234567uU") for at, c in enumerate(text) if c == "\\")


def run_file(s: Survey, word: Word) -> None:
    """A file is run as a script or a program."""
    if word.subs:
        feed(s, word.subs)
        return
    if word.dynamic or word.glob:
        s.add("EXEC_UNKNOWN", word.raw)
        return
    if word.text in ("/dev/stdin", "/dev/fd/0", "/proc/self/fd/0", "-"):
        from_stdin(s)
        return
    kind = held(s, word)
    if kind in _SINKS:
        s.add(_SINKS[kind], word.text)
        return
    text = s.held.get(s.path(word) or "", "")
    if text.startswith("text:"):
        written(s, word, text[5:])
    if s.place(word) == "secret":
        s.add("READ_SECRET", word.text)  # `source .env`: used, not shown
    s.touch("r" if s.place(word) == "cctl-self" else "e", word)


_OTHERS = ("py", "js", "mjs", "cjs", "ts", "rb", "pl", "php", "lua")


def written(s: Survey, script: Word, text: str) -> None:
    """A script this call has written itself: in the shell's language, or in the one its name says."""
    if script.text.rpartition(".")[2] in _OTHERS:
        from cctl.core.effect.code import danger  # noqa: PLC0415 - a cycle at import time

        danger(s, Word(text, script.raw, script.start, script.end))
    else:
        nested(s, text)


def by_name(s: Survey, words: Sequence[Word]) -> None:
    """A script under the name of a program of the tables (`manage.py flush`): what that is denied for counts."""
    script = words[0]
    name = script.text.rpartition("/")[2]
    if not script.dynamic and s.book.program(name) is not None:
        worst(s, (Word(name, script.raw, script.start, script.end), *words[1:]))


def do_eval(s: Survey, args: Args) -> None:
    """`eval`: the words joined are a program; what reaches it only through a parameter asks instead of denying."""
    words = args.operands
    if not words:
        return
    if all(not word.dynamic for word in words):
        before = len(s.effects)
        nested(s, " ".join(word.text for word in words))
        if not all(spelt_out(word) for word in words) and any(floor(code) for code, _, _, _ in s.effects[before:]):
            del s.effects[before:]
            s.add("EXEC_UNKNOWN", "parameter")
        return
    if len(words) == 1:
        shell_code(s, words[0])
    else:
        for word in words:
            if word.subs:
                feed(s, word.subs)
        s.add("EXEC_UNKNOWN", "eval")
    if fetched(s):
        s.add("EXEC_REMOTE", "eval")


def spelt_out(word: Word) -> bool:
    """Whether a word's text stands in the call itself, not only in what a parameter holds."""
    raw = word.raw
    if "$" not in raw or word.text in raw:
        return True
    return "$" not in counted(raw)


def floor(code: str) -> bool:
    """Whether an effect is one that is denied by its nature, so that reaching it by a detour asks."""
    return code.startswith(
        ("DELETE_RECURSIVE", "DISCARD", "DISK", "META_RECURSIVE", "EXEC_", "DATA_DELETE", "VCS_FORCE")
    )


def do_source(s: Survey, args: Args) -> None:
    """`source` and `.`: run a file in this shell."""
    if args.operands:
        run_file(s, args.operands[0])
    else:
        s.add("UNCLEAR", "source")


def do_trap(s: Survey, args: Args) -> None:
    """`trap 'commands' SIGNAL`: the commands will run."""
    words = args.operands
    if len(words) >= 2 and (words[0].dynamic or words[0].text not in ("-", "")):
        shell_code(s, words[0])
    else:
        s.add("SHELL", "trap")


def do_alias(s: Survey, args: Args) -> None:
    """`alias name=commands`: taken as if it were used."""
    for word in args.operands:
        name, equals, text = word.text.partition("=")
        if equals and word.dynamic:
            s.add("EXEC_HIJACK", name)
            feed(s, word.subs)
        elif equals:
            nested(s, text)
    s.add("SHELL", "alias")
