"""Filters with a small language of their own: awk, sed and jq."""

from __future__ import annotations

from cctl.core.effect.fact import survey_code
from cctl.core.effect.survey import Survey

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.effect.scan import Args
    from cctl.core.shell.word import Word


def do_awk(s: Survey, args: Args) -> None:
    """awk: its program may run, read and write; so may one in a file, which isn't read."""
    words = args.operands
    if args.replaced is not None:
        return
    given = args.value("-e", "--source")
    if args.effects:
        program = None
    elif given is not None:
        program = given
    elif words:
        program, words = words[0], words[1:]
    else:
        s.add("UNCLEAR", "awk")
        return
    if program is not None:
        before = len(s.effects)
        understood = survey_code(s, "awk", program)
        if len(s.effects) > before:
            from cctl.core.effect.code import spelled  # noqa: PLC0415 - few programs run commands

            if not understood or any(code == "INTERACTIVE" for code, _, _, _ in s.effects[before:]):
                spelled(s, program)
            if not understood and any(code.startswith("NET_GET") for code, _, _, _ in s.effects[before:]):
                s.add("EXEC_REMOTE", "awk")
    for word in words:
        if "=" not in word.text.partition("/")[0]:
            s.touch("r", word)


def do_lint(s: Survey, args: Args) -> None:
    """Linters and formatters: what they read, they change where an option says to."""
    changes = any(code.startswith("WRITE") for code in args.effects)
    for word in args.operands:
        s.touch("w" if changes else "r", word)
    for name, word in args.values:
        if name in ("-c", "--config") and word.text.endswith(("js", "ts")):
            s.touch("t", word)


def _after_code(s: Survey, script: Word, files: list[Word]) -> None:
    """What an interpreter prints, edited further, is more code of the call; picking lines of it is looking."""
    for above in s.cmd.stdin if s.cmd is not None else ():
        name = above.words[0].text.rpartition("/")[2] if above.words else ""
        if s.book.word(name) == "interpreter" and (files or set(script.text) - set("0123456789,$pqd;")):
            s.add("EXEC_PURE", "sed")


_IN_PLACE = frozenset(("-i", "-I", "--in-place"))


def do_sed(s: Survey, args: Args) -> None:
    """sed: edits a stream, or with `-i` its files; BSD's `-i` takes the next word for a suffix."""
    words = list(args.operands)
    in_place = bool(args.flags & _IN_PLACE)
    if in_place and len(words) > 1 and not words[0].dynamic and (words[0].text == "" or words[0].text[0] == "."):
        del words[0]
    scripts = [word for name, word in args.values if name in ("-e", "--expression")]
    if not scripts and not args.effects and words:
        scripts.append(words.pop(0))
    for script in scripts:
        survey_code(s, "sed", script)
        _after_code(s, script, words)
    for word in words:
        s.touch("w" if in_place else "r", word)
        if in_place:
            s.touch("k", word)


def do_jq(s: Survey, args: Args) -> None:
    """jq: reads its files; a filter can't write."""
    words = args.operands
    given = False
    i = 0
    while i < len(words):
        text = words[i].text
        i += 1
        if text in ("--arg", "--argjson"):
            i += 2
        elif text in ("--slurpfile", "--rawfile"):
            if i + 1 < len(words):
                s.touch("r", words[i + 1])
            i += 2
        elif text in ("-f", "--from-file", "-L"):
            if i < len(words):
                s.touch("r", words[i])
            i += 1
            given = True
        elif text in ("--indent", "--tab-size"):
            i += 1
        elif text in ("--args", "--jsonargs"):
            break
        elif text[:1] == "-" and len(text) > 1:
            continue
        elif not given:
            given = True
            survey_code(s, "jq", words[i - 1])
        else:
            s.touch("r", words[i - 1])
    s.add("INFO", "jq")
