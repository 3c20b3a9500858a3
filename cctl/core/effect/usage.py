"""A program asked about itself, called with nothing, or with words that no row describes."""

from __future__ import annotations

from cctl.core.effect.row import word_set

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.effect.book import Section
    from cctl.core.effect.scan import Args
    from cctl.core.effect.survey import Survey
    from cctl.core.shell.word import Word


def plain_effects(args: Args) -> tuple[str, ...]:
    """The row's own effects; `%bare` has others for no words at all, `%some` more for any operand."""
    row = args.row
    attrs = row.attrs
    if not attrs:
        return row.effects
    if "bare" in attrs and not args.operands and not args.flags:
        return (attrs["bare"],)
    if "some" in attrs and args.operands:
        return (*row.effects, attrs["some"])
    return row.effects


def prints_help(args: Args, section: Section) -> bool:
    """Whether the one word after the program, or the last of several commands, asks it about itself."""
    if args.rules == "aws" and args.words[-1].text == "help":
        return True
    if len(args.words) != 2:
        return False
    text = args.words[1].text
    if text not in ("--version", "-V", "-h", "version", "help"):
        return False
    if "nohelp" in args.base.attrs or args.words[1].dynamic:
        return False
    if text[0] == "-":
        return text not in args.base.options
    return len(section) > 1 and text not in section


def names_commit(word: Word) -> bool:
    """Whether a word begins with a commit's hash that git prints, which is never an option (a tag's name might be)."""
    raw = word.raw.lstrip('"')
    first = word.subs[0].words
    if len(word.subs) != 1 or len(first) < 3 or first[0].text != "git" or first[1].text not in _HASHES:
        return False
    plain = all(each.text[:1] != "-" or each.text.partition("=")[0] in _SHORTENS for each in first[1:])
    after = raw.rpartition(")")[2].lstrip('"')
    return raw.startswith("$(git ") and after[:1] != "-" and plain and not any(each.dynamic for each in first)


_HASHES = frozenset(("rev-parse", "merge-base", "rev-list"))
_SHORTENS = word_set("-1 -n -a -q --short --verify --quiet --all --max-count --fork-point --octopus --max-parents")


def ungrouped(s: Survey, args: Args) -> bool:
    """Words that end in a group or in a subcommand no row has; False when that settles it."""
    if args.verb:
        return True
    words = [word.text for word in args.operands]
    if args.replaced is not None:
        for code in args.replaced:
            s.add(code, args.key)
    elif not words and not args.flags and not args.nouns and not (args.key and args.rules):
        s.add("INFO", "usage")
    elif words and words[-1] == "help" and not args.operands[-1].dynamic:
        s.add("INFO", "help")
    else:
        s.add("UNCLEAR", " ".join([args.key, *words[:1]]).strip())
    return False
