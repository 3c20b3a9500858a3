"""Python on the command line: `-c`, `-m`, a script, or a program on standard input."""

from __future__ import annotations

from itertools import pairwise

from cctl.core.effect.analyze import run
from cctl.core.effect.code import code_from_stdin, danger, from_output
from cctl.core.effect.fact import survey_code
from cctl.core.effect.interpret import by_name, run_file
from cctl.core.effect.row import word_set
from cctl.core.effect.survey import Survey
from cctl.core.shell.word import Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.effect.scan import Args


def do_python(s: Survey, args: Args) -> None:
    """`python -c`, `-m`, a script, or standard input."""
    words = args.operands
    i = 0
    while i < len(words):
        word = words[i]
        text = word.text
        if word.dynamic and text[:1] != "-":
            from_output(s, word)
            return
        if text in ("-V", "-VV", "--version", "--help", "-h"):
            s.add("INFO", text)
            return
        if text in ("-W", "-X", "--check-hash-based-pycs"):
            i += 2
            continue
        if text == "-":
            break
        if (text[:1] == "-" and text[:2] != "--" and text.rstrip("cm") != text) or text[:2] in ("-c", "-m"):
            _letters(s, args, words, i)
            return
        if text[:1] != "-":
            if any(flag.text == "-i" for flag in words[:i]):
                s.add("INTERACTIVE", "python -i")
            run_file(s, word)
            by_name(s, words[i:])
            return
        i += 1
    code_from_stdin(s)


def _letters(s: Survey, args: Args, words: list[Word], i: int) -> None:
    """`-c code` and `-m module`, joined to other letters or to their value."""
    text = words[i].text
    at = next(at for at, c in enumerate(text) if c in "cm" and at)
    rest = text[at + 1 :]
    value = (
        Word(rest, words[i].raw, words[i].start, words[i].end, words[i].dynamic)
        if rest
        else words[i + 1]
        if i + 1 < len(words)
        else None
    )
    if value is None:
        s.add("UNCLEAR", text)
    elif text[at] == "c":
        if value.dynamic:
            from_output(s, value)
        danger(s, value)
        before = len(s.effects)
        understood = survey_code(s, "python", value)
        fed = s.cmd is not None and bool(s.cmd.stdin)
        pure = understood and not fed and len(s.effects) == before
        s.add("EXEC_PURE" if pure else "EXEC_CODE", "python -c")
    else:
        module(s, value, words[i + 1 + (not rest) :])


_LOOKS = word_set(
    """json.tool tokenize ast dis this platform sysconfig calendar tabnanny pyclbr inspect symtable keyword site
    antigravity locale zipapp"""
)


def module(s: Survey, word: Word, more: list[Word]) -> None:
    """`python -m name`: a program of the tables, a small tool of the standard library, or code of the project."""
    name = word.text
    if word.dynamic:
        s.add("EXEC_UNKNOWN", word.raw)
    elif name == "json.tool":
        files = [one for one in more if one.text[:1] != "-"]
        if any(flag.text == "--indent" and not after.text.isdigit() for flag, after in pairwise(more)):
            s.add("UNCLEAR", "--indent")
        for at, one in enumerate(files):
            s.touch("w" if at else "r", one)
        s.add("INFO", name)
    elif name in _LOOKS:
        for one in more:
            if one.text[:1] != "-":
                s.touch("r", one)
        s.add("INFO", name)
    elif name in ("http.server", "SimpleHTTPServer", "pydoc"):
        s.add("LISTEN", name)
    elif name in (
        "runpy",
        "code",
        "pdb",
        "timeit",
        "cProfile",
        "profile",
        "trace",
        "doctest",
        "unittest.mock",
        "asyncio",
    ):
        if more:
            s.add("EXEC_CODE", name)
        else:
            code_from_stdin(s)
    elif name in ("venv", "ensurepip"):
        s.add("PKG_INSTALL", name)
    elif s.book.program(name.partition(".")[0].replace("_", "-")) is not None and name not in ("build", "test", "site"):
        run(s, (Word(name.partition(".")[0].replace("_", "-"), word.raw, word.start, word.end), *more))
    else:
        s.add("EXEC_PROJECT", name)
