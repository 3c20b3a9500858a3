"""What a shell text would do: every simple command becomes effects.

One walk, in the order of the text. A command's program is looked up in the tables, its words are sorted by the rows,
and the roles of its operands become effects with a path class each. Programs whose words hold other commands
(`sudo`, `find -exec`, `sh -c`) have handlers that come back here with the inner words.
"""

from __future__ import annotations

from cctl.core.effect.flow import settle
from cctl.core.effect.handlers import handler
from cctl.core.effect.here import own_effects
from cctl.core.effect.loop import unbounded
from cctl.core.effect.redirect import redirections
from cctl.core.effect.row import word_set
from cctl.core.effect.scan import Args, Words, scan
from cctl.core.effect.survey import Survey
from cctl.core.effect.usage import names_commit, prints_help, ungrouped
from cctl.core.shell.reader import read
from cctl.core.shell.word import Script, Simple, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.effect.book import Section

MAX_DEPTH = 12  # interpreters and wrappers around one command
MAX_READS = 48  # nested texts of one call
MAX_CHARS = 32768  # characters of all of them together
MAX_COMMANDS = 1500  # simple commands that are looked at; the reader's own limit is the number of nodes


def survey_text(s: Survey, text: str) -> None:
    """Add the effects of a shell text that is the call itself."""
    survey_script(s, read(text, cwd=s.cwd, home=s.home))


def survey_script(s: Survey, script: Script) -> None:
    """Add the effects of a text that has been read."""
    for cmd in script.commands[:MAX_COMMANDS]:
        command(s, cmd)
    if len(script.commands) > MAX_COMMANDS:
        s.add("OPAQUE", "limit of commands")
    for reason, start, end in script.opaque:
        s.effects.append(("OPAQUE", reason, start, end))
    unbounded(s, script)


def command(s: Survey, cmd: Simple) -> None:
    """Add the effects of one simple command: what it assigns, where it writes, what it runs."""
    if id(cmd) in s.made:
        return
    before = len(s.effects)
    s.cmd = cmd
    s.cwd = cmd.cwd
    s.also = cmd.also
    s.start, s.end = cmd.start, cmd.end
    if cmd.assigns:
        from cctl.core.effect.assign import assignments  # noqa: PLC0415 - most commands assign nothing

        assignments(s, cmd)
    if refused(cmd):
        s.add("UNCLEAR", "redirection into a folder")
    elif cmd.words:
        run(s, cmd.words)
    if cmd.redirects:
        redirections(s, cmd, before)
    s.made[id(cmd)] = (cmd, before, len(s.effects))
    if s.wrote:
        settle(s, cmd, before)


def refused(cmd: Simple) -> bool:
    """Whether the shell can't open what the command is redirected to, and so never runs it."""
    for redirect in cmd.redirects:
        target = redirect.target
        if target is not None and redirect.op != "<" and not target.dynamic and target.text in (".", "..", "/", "./"):
            return True
    return False


def run(s: Survey, words: Words) -> None:
    """Add the effects of running these words as a program, and note which they are: rules ask by program."""
    if words:
        before = len(s.effects)
        args = _run(s, words)
        s.ran.append((words, args, s.cwd, before, len(s.effects)))


def _run(s: Survey, words: Words) -> Args | None:
    if s.depth > MAX_DEPTH:
        s.add("OPAQUE", "nesting")
        return None
    word = words[0]
    name = word.text
    if word.dynamic or word.glob:
        s.add("EXEC_UNKNOWN", word.raw)
        like_remove(s, words)
        if word.subs and word.raw.startswith(("$(", "`")):
            from cctl.core.effect.interpret import feed  # noqa: PLC0415 - only what another command prints is run

            feed(s, word.subs)
        return None
    if "/" in name:
        name = located(s, words)
        if not name:
            return None
    section = s.book.program(name)
    if section is None:
        unknown(s, name, words)
        return None
    row = s.book.row(section.get("", ""))
    preset = s.names.get(row.attrs.get("env", "")) if s.names else None
    if preset:
        words = (word, *(Word(text, text, word.start, word.end) for text in preset.split()), *words[1:])
    s.depth += 1
    if "raw" in row.attrs:
        args = Args(words, row)
        args.operands.extend(words[1:])
    else:
        args = scan(s.book, words, section)
    apply(s, args, section)
    s.depth -= 1
    return args


def located(s: Survey, words: Words) -> str:
    """The table name of a program given by its path; empty when the file itself is what runs."""
    word = words[0]
    path = s.path(word)
    folder, _, name = word.text.rpartition("/")
    if path is not None:
        folder = path.rpartition("/")[0]
        if s.book.word(folder) == "bin":
            return name
        if s.ground.place(path) == "project" and path not in s.held:
            if s.book.word(name) == "wrapper":
                return name
            if s.book.program(name) is not None and s.book.word("/".join(folder.split("/")[-2:])) == "installed":
                s.add("EXEC_PROJECT", name)
                return name
    from cctl.core.effect.interpret import by_name, run_file  # noqa: PLC0415 - only when a file is run by its path

    run_file(s, word)
    by_name(s, words)
    return ""


def worst(s: Survey, words: Words) -> None:
    """Only what would be denied of running these words, whose program may be another than its name says."""
    before = len(s.effects)
    run(s, words)
    s.effects[before:] = [effect for effect in s.effects[before:] if effect[0] in NEVER]


def unknown(s: Survey, name: str, words: Words) -> None:
    """A program no table knows: only its help and version are safe to ask for."""
    if len(words) == 2 and words[1].text in ("--help", "--version", "-h") and not words[1].dynamic:
        s.add("INFO", name)
        return
    s.add("EXEC_UNKNOWN_PROGRAM", name)
    as_wrapper(s, words)
    behind(s, words)


def as_wrapper(s: Survey, words: Words) -> None:
    """An unknown program before a known one may well run it: keep what would be denied."""
    if len(words) < 3 or words[1].dynamic or s.book.program(words[1].text) is None:
        return
    worst(s, words[1:])


NEVER = word_set("DELETE_RECURSIVE DISCARD DISK META_RECURSIVE VCS_FORCE DATA_DELETE")


def behind(s: Survey, words: Words) -> None:
    """A command behind `--`, or behind options of a program no table knows: keep what would be denied."""
    for at, word in enumerate(words[2:8], 2):
        if words[at - 1].text == "--" or s.book.word(word.text) == "grave":
            worst(s, words[at:])
            return


def like_remove(s: Survey, words: Words) -> None:
    """A program known only when it runs, called as `rm -rf /` is, may well be it: keep what would be denied."""
    if len(words) < 3 or words[1].dynamic or not words[1].text.startswith("-"):
        return
    flags = words[1].text[1:]
    if len(flags) > 4 or "r" not in flags.lower() or "f" not in flags:
        return
    for word in words[2:]:
        if s.place(word) in ("root", "system", "authority", "device"):
            s.touch("D", word)


def apply(s: Survey, args: Args, section: Section) -> None:
    """Turn sorted words into effects."""
    row = args.row
    if args.help or prints_help(args, section):
        s.add("INFO", "help")
        return
    before = len(s.effects)
    first = args.base.attrs.get("before")
    if first:
        handler(first)(s, args)
    if args.group and not ungrouped(s, args):
        behind(s, args.words)
        return
    own_effects(s, args)
    for role, word in args.roles:
        if role != "c":
            one(s, "X" if role == "x" else role, [word])
    if row.star == "r":
        swallowed(s, args)
    vague = [word for word in args.vague if not (word.subs and names_commit(word))]
    if vague and (row.risky or (row.handler and any(word.split and word.raw != "{}" for word in vague))):
        s.add("UNCLEAR", vague[0].raw)
    if args.unknown:
        from cctl.core.effect.unlisted import doubtful  # noqa: PLC0415 - most options are listed

        odd = doubtful(s.book, args)
        if odd is not None:
            s.add("UNCLEAR", odd.text)
    if row.handler and (args.replaced is None or args.operands):
        handler(row.handler)(s, args)
    if args.replaced is None:
        operands(s, args)
    if len(s.effects) == before:
        s.add("INFO", args.key)


def swallowed(s: Survey, args: Args) -> None:
    """A secret taken for an option's value in a program that shows files: the table may have the option wrong."""
    for _, word in args.values:
        if s.place(word) in ("secret", "cctl-self"):
            s.touch("r", word)


def operands(s: Survey, args: Args) -> None:
    """Give each operand its role, those before and after the repeated one first."""
    row = args.row
    if not row.star and not row.head:
        return
    words = args.operands
    head, tail = row.head, row.tail
    for at, role in enumerate(head):
        if at < len(words):
            one(s, role, words[at : at + 1])
    rest = words[len(head) :]
    if tail:
        cut = max(len(rest) - len(tail), 0)
        for role, word in zip(tail, rest[cut:], strict=False):
            one(s, role, [word])
        rest = rest[:cut]
    if row.star and rest:
        one(s, row.star, rest)


def one(s: Survey, role: str, words: list[Word]) -> None:
    """One role for some words."""
    if role == "x":
        run(s, tuple(words))
    elif role == "X":
        for word in words:
            shell_text(s, word)
    elif role == "e":
        from cctl.core.effect.interpret import run_file  # noqa: PLC0415 - only when a file is run

        run_file(s, words[0])
    elif role == "c":
        s.cwd = s.path(words[0])
    elif role != "_":
        for word in words:
            s.touch(role, word)


def shell_text(s: Survey, word: Word) -> None:
    """A word that a shell will read."""
    if word.dynamic:
        s.add("EXEC_UNKNOWN", word.raw)
        return
    nested(s, word.text)


def nested(s: Survey, text: str) -> None:
    """Read a text inside the call; its effects belong to the words that hold it."""
    s.reads += 1
    s.chars += len(text)
    if s.reads > MAX_READS or s.depth > MAX_DEPTH or s.chars > MAX_CHARS:
        s.add("OPAQUE", "nesting")
        return
    cmd, cwd, also, start, end = s.cmd, s.cwd, s.also, s.start, s.end
    before = len(s.effects)
    s.depth += 1
    survey_script(s, read(text, cwd=cwd, home=s.home, depth=s.depth))
    s.depth -= 1
    s.cmd, s.cwd, s.also, s.start, s.end = cmd, cwd, also, start, end
    s.effects[before:] = [(code, what, start, end) for code, what, _, _ in s.effects[before:]]
