"""Read a program's words by its rows: subcommand, options with their values, operands.

One pass from left to right, as the programs themselves do it: an option is looked up in the row reached so far and in
the program's own row, so `git -C dir push` and `kubectl get -n x pods` both find their subcommand. An option cut
short (`--hard` as `--har`) is taken for the listed ones it could mean.
"""

from __future__ import annotations

from cctl.core.effect.row import ONLY_VERBS, Option, Row, graver
from cctl.core.shell.word import Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.effect.book import Book, Section

Words = tuple[Word, ...]
DEEPEST = 6  # words between a program and its verb


class Args:
    """What a command line says, sorted."""

    __slots__ = (
        "base", "effects", "flags", "globals", "group", "help", "helps", "key", "nouns", "operands", "replaced",
        "roles", "row", "rules", "unknown", "vague", "values", "verb", "words",
    )  # fmt: skip

    def __init__(self, words: Words, base: Row) -> None:
        self.words = words
        self.base = base
        self.globals = base.options  # empty once a subcommand is reached whose program wants its own options first
        self.row = base
        self.key = ""  # the subcommand words that were found in the table
        self.verb = ""  # the word a verb rule decided on
        self.rules = base.attrs.get("verbs", "")
        self.nouns = 0  # words before the verb that no table has
        self.group = False  # no row was reached: the words end in a group, or in something unknown
        self.operands: list[Word] = []
        self.flags: set[str] = set()
        self.values: list[tuple[str, Word]] = []
        self.roles: list[tuple[str, Word]] = []
        self.effects: list[str] = []
        self.replaced: tuple[str, ...] | None = None
        self.vague: list[Word] = []  # words that may turn out to be options
        self.unknown: list[Word] = []  # options no row lists
        self.help = False
        self.helps = ("--help", "-help") if "single" in base.attrs else ("--help",)

    def value(self, *names: str) -> Word | None:
        """The last value given to an option, by any of its names."""
        found = None
        for name, word in self.values:
            if name in names:
                found = word
        return found


def scan(book: Book, words: Words, section: Section) -> Args:
    """Sort the words of one command by the rows of its program."""
    base = book.row(section.get("", ""))
    first = words[1] if len(words) > 1 and "bundled" in base.attrs else None
    if first is not None and first.text[:1] != "-" and not first.dynamic and len(first.text) <= len(base.options):
        words = unbundled(words, base)
    args = Args(words, base)
    descending = len(section) > 1 or bool(args.rules)
    depth = 0
    stop = "stop" in base.attrs
    i, n = 1, len(words)
    ended = False
    while i < n:
        word = words[i]
        text = word.text
        i += 1
        if text[:1] == "-" and len(text) > 1 and not ended:
            if text == "--":
                ended = not descending or bool(args.key)
            elif text[-5:] == "-help" and text in args.helps and _heard(args):
                args.help = not args.unknown or args.unknown[-1] is not words[i - 2]
            else:
                i = _option(args, word, i)
            continue
        if text[:1] == "+" and "plus" in args.row.attrs and not ended:
            i = _option(args, word, i)
            continue
        if not descending:
            args.operands.append(word)
            if word.dynamic and not text and not ended and word.raw[:2] not in ("<(", ">("):
                args.vague.append(word)
            if stop and len(args.operands) > len(args.row.head):
                args.operands.extend(words[i:])
                break
            continue
        descending = _descend(book, args, section, word, depth)
        if word.dynamic and not text and not descending:
            args.vague.append(word)
        depth += 1
        stop = "stop" in args.row.attrs
        if stop and not descending and len(args.operands) > len(args.row.head):
            args.operands.extend(words[i:])
            break
    if args.row.attrs.get("group") is not None:
        args.group = True
    return args


def _heard(args: Args) -> bool:
    """Whether `--help` is the program's own: some ask for it before the operands, some take it anywhere."""
    attrs = args.row.attrs
    anywhere = "helps" in args.base.attrs and "stop" not in attrs
    return "nohelp" not in attrs and (anywhere or not args.operands)


def unbundled(words: Words, base: Row) -> Words:
    """`tar xzf a` in the spelling of today: the letters that take a value take the next words in turn."""
    bundle, more = words[1], list(words[2:])
    found = [words[0]]
    for letter in bundle.text:
        found.append(Word(f"-{letter}", bundle.raw, bundle.start, bundle.end))
        option = base.options.get(f"-{letter}")
        if option is not None and option.value == 1 and more:
            found.append(more.pop(0))
    return (*found, *more)


def _descend(book: Book, args: Args, section: Section, word: Word, depth: int) -> bool:
    """One word further into the subcommands; False when the rest are operands."""
    text = word.text
    if not word.dynamic:
        key = f"{args.key} {text}" if args.key else text
        strayed = args.nouns or (args.verb and "last" in args.base.attrs)
        found = None if strayed else section.get(key)  # `vm image list` is not `vm list`
        if found is not None:
            reached = book.row(found)
            if args.verb and not graver(reached, args.row):
                args.operands.append(word)
                return True
            args.key = key
            args.row = reached
            if "local" in args.base.attrs:
                args.globals = {}
            return True
    star = section.get(f"{args.key} *" if args.key else "*")
    if star is not None:
        args.row = book.row(star)
        args.operands.append(word)
        return False
    if args.key and "group" not in args.row.attrs and not args.verb:
        args.operands.append(word)
        args.group = "parent" in args.row.attrs and not (args.row.star or args.row.head or args.row.handler)
        return False
    attrs = args.base.attrs
    if args.verb in ONLY_VERBS and "gravest" in attrs:
        args.operands.append(word)
        return False
    if args.rules and not word.dynamic and (not args.verb or "last" in attrs or "gravest" in attrs):
        row = book.verb(args.rules, text)
        if row is not None:
            if "skip" in row.attrs:
                return True
            if not args.verb or "last" in args.base.attrs or graver(row, args.row):
                args.row = row
            args.verb = text
            args.group = False
            return "last" in args.base.attrs or "gravest" in args.base.attrs
        if args.verb and "gravest" in attrs:
            args.operands.append(word)
            return True
        if depth < DEEPEST and _is_noun(text, book, args.rules):
            args.group = True
            args.verb = ""
            args.nouns += 1
            return True
    args.group = True
    args.operands.append(word)
    return False


def _is_noun(text: str, book: Book, rules: str) -> bool:
    """Whether a word between program and verb may be a group of commands."""
    if not text.replace("-", "").replace("_", "").replace(":", "").isalnum() or not text.isascii():
        return False
    nouns = (book.table.section(f"!verbs {rules}") or {}).get("=nouns")
    return nouns is None or text[-1:] == "s" or "-" in text or f" {text} " in nouns


def _option(args: Args, word: Word, i: int) -> int:
    """One option word; returns the index after it and its value."""
    text = word.text
    row, base = args.row.options, args.globals
    if text[:2] == "--":
        equals = text.find("=")
        name = text[:equals] if equals > 0 else text
        if word.dynamic and equals < 0:
            args.vague.append(word)
            return i
        option = row.get(name) or base.get(name)
        if option is None:
            name, option = _abbreviated(args, name)
        if option is None:
            args.unknown.append(word)
            args.flags.add(name)
            valued = "valued" in args.base.attrs and equals < 0 and i < len(args.words)
            return i + 1 if valued and args.words[i].text[:1] != "-" else i
        return _take(args, name, option, rest(word, equals + 1) if equals > 0 else None, i)
    option = row.get(text) or base.get(text)
    if option is None and text[0] == "+" and "+" in row:
        return _take(args, "+", row["+"], rest(word, 1), i)
    if option is not None:
        return _take(args, text, option, None, i)
    equals = text.find("=")
    if equals > 0:
        option = row.get(text[:equals]) or base.get(text[:equals])
        if option is not None:
            return _take(args, text[:equals], option, rest(word, equals + 1), i)
    if "single" in args.base.attrs or "single" in args.row.attrs:
        (args.vague if word.dynamic and equals < 0 else args.unknown).append(word)
        args.flags.add(text[:equals] if equals > 0 else text)
        return i
    return _cluster(args, word, i)


def _cluster(args: Args, word: Word, i: int) -> int:
    """Single letters joined after one dash; one that takes a value ends them."""
    text = word.text
    row, base = args.row.options, args.globals
    clear = all(text[0] + c in row or text[0] + c in base for c in text[1:]) or len(text) == 2
    for at in range(1, len(text)):
        name = text[0] + text[at]
        option = row.get(name) or base.get(name)
        if option is None:
            args.flags.add(name)
            if word not in args.unknown:
                args.unknown.append(word)
            if len(text) == len(name) and "valued" in args.base.attrs and i < len(args.words):
                return i if args.words[i].text[:1] == "-" else i + 1
            continue
        if option.value:
            more = at + 1 < len(text) or word.dynamic
            return _take(args, name, option, rest(word, at + 1) if more else None, i)
        if clear or not option.replaces:  # in `-type`, the `-e` of a known letter says nothing
            _take(args, name, option, None, i)
    if word.dynamic:
        args.vague.append(word)
    return i


def _take(args: Args, name: str, option: Option, joined: Word | None, i: int) -> int:
    """Note one known option; a missing value is the next word."""
    args.flags.add(name)
    value = joined
    if option.value == 1 and joined is None and i < len(args.words):
        value = args.words[i]
        i += 1
    if option.replaces:
        late = args.row.options.get(name) is not option and "early" not in args.base.attrs
        late = late and bool(args.key or args.verb or args.group)
        late = late and not (name == "-h" and "helps" in args.base.attrs)
        if (
            args.replaced is None
            and not late
            and not (value is not None and value.text in ("false", "none", "no", "0"))
        ):
            args.replaced = option.effects
    elif option.effects:
        args.effects.extend(option.effects)
    if value is not None:
        args.values.append((name, value))
        if option.role != "_":
            args.roles.append((option.role, value))
    return i


def _abbreviated(args: Args, name: str) -> tuple[str, Option | None]:
    """The listed option that a shortened long one may mean, the gravest of several, with its full name."""
    found: Option | None = None
    meant = name
    several = False
    if len(name) < 3:
        return name, found
    for options in (args.row.options, args.globals):
        for full, option in options.items():
            if full.startswith(name) and not option.replaces:
                several = several or (found is not None and found is not option)
                if found is None or _gravity(option) > _gravity(found):
                    found, meant = option, full
        if found is not None:
            break
    return name if several else meant, found


def _gravity(option: Option) -> int:
    return 2 if option.effects and not option.replaces else 1 if option.role in "wdDxXe" else 0


def rest(word: Word, at: int) -> Word:
    """The part of a word after its option name, as a word."""
    return Word(word.text[at:], word.raw, word.start, word.end, word.dynamic, word.glob, word.quoted, False, word.subs)
