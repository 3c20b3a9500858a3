"""Commands that run other commands: with other variables, for each line read, on another machine."""

from __future__ import annotations

from cctl.core.effect.analyze import NEVER, behind, nested, run, shell_text
from cctl.core.effect.assign import assign
from cctl.core.effect.flow import ensure, origin, printed
from cctl.core.effect.scan import rest
from cctl.core.effect.survey import Survey
from cctl.core.shell.word import Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.effect.scan import Args, Words

# Programs that print names of files of the project, so that what reads the names reads the project.
_LISTERS = frozenset(
    (
        "find",
        "fd",
        "fdfind",
        "ls",
        "git",
        "rg",
        "grep",
        "ag",
        "tree",
        "echo",
        "printf",
        "cat",
        "head",
        "tail",
        "sort",
        "uniq",
        "jj",
        "hg",
    )
)
_LOOKS = ("INFO", "LIST", "READ(", "SHELL", "ENV_READ", "REMOTE_READ", "DB_READ", "NET_PROBE", "WRITE(stream)")


def do_env(s: Survey, args: Args) -> None:
    """`env [-i] [NAME=VALUE…] [command]`; alone it prints the environment."""
    words = args.operands
    i = 0
    while i < len(words):
        name, equals, _ = words[i].text.partition("=")
        if words[i].text in ("-", "--") and not words[i].quoted:
            i += 1
            continue
        if not equals or not name.replace("_", "a").isalnum():
            break
        assign(s, name, rest(words[i], len(name) + 1))
        i += 1
    text = args.value("-S", "--split-string")
    if text is not None:
        shell_text(s, text)
    elif i < len(words):
        run(s, tuple(words[i:]))
    else:
        s.add("ENV_READ", "env")


def do_xargs(s: Survey, args: Args) -> None:
    """`xargs command`: its words come from standard input."""
    words = args.operands
    mark = args.value("-I", "-J", "-i", "--replace")
    text = mark.text if mark is not None else "{}" if args.flags & {"-i", "--replace"} else ""
    given = supplied(s, args)
    if not words:
        s.add("UNCLEAR", "xargs")
        return
    if text and any(text in word.text for word in words):
        script = next((word for word in words[2:] if text in word.text and word.text != text), None)
        words = [filled(word, text, given) for word in words]
        found: tuple[Word, ...] = tuple(words)
        shell = s.book.word(_name(found[0])) == "interpreter" and words[1].text[-1:] == "c"
        if shell and script is not None and not script.dynamic and any(word.dynamic for word in words[2:]):
            nested(s, script.text.replace(text, '"$1"'))  # whatever the lines are, the text around them is run
    else:
        found = (*words, *given)
    if s.book.word(_name(found[0])) == "interpreter":
        kind = origin_of_stdin(s)
        if kind in ("remote", "decoded"):
            s.add("EXEC_REMOTE" if kind == "remote" else "EXEC_DECODED", "xargs")
    run(s, found)


def _name(word: Word) -> str:
    return word.text.rpartition("/")[2]


def origin_of_stdin(s: Survey) -> str:
    """Where the lines on standard input come from."""
    return origin(s, s.cmd.stdin) if s.cmd is not None and s.cmd.stdin else ""


def filled(word: Word, mark: str, given: list[Word]) -> Word:
    """A word with the placeholder replaced."""
    if word.text == mark:
        return given[0]
    if mark not in word.text:
        return word
    if not given[0].dynamic and not given[0].glob and len(given) == 1:
        return Word(
            word.text.replace(mark, given[0].text), word.raw, word.start, word.end, word.dynamic, word.glob, word.quoted
        )
    return Word(word.text.partition(mark)[0], given[0].raw, word.start, word.end, True, False, word.quoted)


def supplied(s: Survey, args: Args) -> list[Word]:
    """The words that standard input will supply, as far as the call tells."""
    start, end = args.words[0].start, args.words[0].end
    unknown = [Word("", "{}", start, end, True, False, False, True)]
    cmd = s.cmd
    if cmd is None or args.value("-a", "--arg-file") is not None:
        return unknown
    for redirect in cmd.redirects:
        if redirect.body is not None and not redirect.body.dynamic:
            return _words(redirect.body.text, start, end) or unknown
    if len(cmd.stdin) != 1:
        return unknown
    above = cmd.stdin[0]
    ensure(s, above)
    text = printed(above)
    if text is not None:
        return _words(text, start, end) or unknown
    while (
        above.words
        and above.words[0].text in ("sort", "uniq", "head", "tail", "grep", "egrep")
        and len(above.stdin) == 1
    ):
        above = above.stdin[0]
    name = above.words[0].text if above.words else ""
    if name == "find":
        paths = [word for word in above.words[1:] if word.text[:1] not in "-(!"][:1]
        if paths and not paths[0].dynamic and paths[0] is above.words[1]:
            return [below(paths[0])]
    if (
        name in _LISTERS
        and name not in ("cat", "echo", "printf")
        and all(word.text[:1] not in "/~." for word in above.words[1:])
    ):
        return [Word("./*", "{}", start, end, False, True)]
    return unknown


def _words(text: str, start: int, end: int) -> list[Word]:
    return [Word(part.strip("'\""), part, start, end) for part in text.split()[:64]]


def below(word: Word) -> Word:
    """Any file below a folder."""
    return Word(word.text.rstrip("/") + "/*", "{}", word.start, word.end, False, True)


def do_parallel(s: Survey, args: Args) -> None:
    """GNU parallel: the command is a shell text, the arguments follow `:::`."""
    if args.replaced is not None:
        return
    texts = [word.text for word in args.operands]
    cut = next((at for at, text in enumerate(texts) if text in (":::", ":::+", "::::", "::::+")), len(texts))
    command, given = args.operands[:cut], args.operands[cut + 1 :]
    if any(word.dynamic for word in command):
        s.add("EXEC_UNKNOWN", "parallel")
    elif command:
        mark = any("{" in word.text for word in command)
        text = " ".join(word.raw if " " in word.text and len(command) > 1 else word.text for word in command)
        if mark or not given:
            nested(s, text.replace("{}", given[0].text) if given and not given[0].dynamic else text)
        else:
            for word in given[:16]:
                nested(s, f"{text} {word.text}" if not word.dynamic else text)
        if not given and cut == len(texts):
            _from_lines(s, text)
    else:
        for word in given[:16]:
            shell_text(s, word)
        if not given and s.cmd is not None and s.cmd.stdin:
            s.add("EXEC_REMOTE" if origin_of_stdin(s) == "remote" else "EXEC_UNKNOWN", "parallel")
    s.add("INFO", "parallel")


def _from_lines(s: Survey, text: str) -> None:
    """The arguments are the lines that another command prints."""
    cmd = s.cmd
    lines = printed(cmd.stdin[0]) if cmd is not None and len(cmd.stdin) == 1 else None
    if lines is None:
        before = len(s.effects)
        nested(s, text.replace("{}", '"$1"') if "{}" in text else f'{text} "$1"')
        s.effects[before:] = [effect for effect in s.effects[before:] if effect[0] in NEVER]
        s.add("EXEC_REMOTE" if origin_of_stdin(s) == "remote" else "EXEC_UNKNOWN", "parallel")
        return
    for line in lines.split("\n")[:16]:
        if line:
            nested(s, text.replace("{}", line) if "{}" in text else f"{text} {line}")


def do_remote(s: Survey, args: Args) -> None:
    """A command on another machine or in a container: looking there is reading from a service, all else is not."""
    words = tuple(args.operands[len(args.row.head) :])
    if not words:
        s.add("INTERACTIVE" if not (s.cmd and s.cmd.stdin) else "REMOTE_EXEC", args.key)
        return
    codes = elsewhere(s, words, joined="joined" in args.row.attrs)
    if all(code.startswith(_LOOKS) for code in codes):
        s.add("REMOTE_READ", words[0].text)
    else:
        s.add("REMOTE_EXEC", words[0].text)


def elsewhere(s: Survey, words: Words, joined: bool) -> list[str]:
    """The effects of a command where neither the paths nor the variables are ours."""
    other = Survey(s.book, s.ground)
    other.cwd = None
    other.depth = s.depth + 1
    other.reads = s.reads
    other.cmd = None
    if joined:
        if any(word.dynamic for word in words):
            return ["EXEC_UNKNOWN"]
        nested(other, " ".join(word.text for word in words))
    else:
        run(other, words)
    s.reads = other.reads
    return [code for code, _, _, _ in other.effects]


def do_run(s: Survey, args: Args) -> None:
    """Runners (`uv run`, `poetry run`, `npx`): the inner program as itself when it is known, else the project's."""
    words = tuple(args.operands)
    if not words:
        s.add("INFO" if not args.flags else "UNCLEAR", args.key)
        return
    name = words[0].text
    if words[0].dynamic:
        s.add("EXEC_UNKNOWN", words[0].raw)
    elif "://" in name or name.startswith(("git+", "git@")):
        s.touch("p", words[0])
        s.add("EXEC_REMOTE", name)
    elif s.book.program(name) is not None:
        run(s, words)
    elif "/" in name or name == "-" or name.endswith((".py", ".js", ".ts", ".tsx", ".mjs", ".sh")):
        from cctl.core.effect.interpret import run_file  # noqa: PLC0415 - only runners of files

        run_file(s, words[0])
    else:
        s.add("EXEC_PROJECT", name)


def do_text(s: Survey, args: Args) -> None:
    """Operands joined are a shell text (`watch`, `su -c`, `script -c`)."""
    words = args.operands
    if any(word.dynamic for word in words):
        s.add("EXEC_UNKNOWN", args.words[0].text)
    elif words:
        nested(s, " ".join(word.text for word in words))


def do_after(s: Survey, args: Args) -> None:
    """`nix develop .#x -c command`: the words behind `-c`, `--command` or `--` are a command."""
    words = args.words
    at = next((at for at, word in enumerate(words) if word.text in ("-c", "--command", "--")), len(words))
    run(s, words[at + 1 :])


def do_behind(s: Survey, args: Args) -> None:
    """`runuser -u name -- command`."""
    behind(s, args.words)
