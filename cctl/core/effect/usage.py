"""A program asked about itself, called with nothing, or with words that no row describes."""

from __future__ import annotations

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
    """Whether a word begins with what git prints of a commit or branch, which is never an option."""
    raw = word.raw.lstrip('"')
    first = word.subs[0].words
    if not raw.startswith("$(git ") or raw.rpartition(")")[2].lstrip('"')[:1] == "-" or len(first) < 3:
        return False
    texts = [each.text for each in first[1:]]
    plain = all(text[:1] != "-" or text.partition("=")[0] in _SHORTENS for text in texts)
    return texts[0] in _NAMES and plain and not any(each.dynamic for each in first)


_NAMES = frozenset(("rev-parse", "merge-base", "rev-list", "describe", "symbolic-ref", "branch", "name-rev"))
_SHORTENS = frozenset(
    """-1 -n -a --short --verify -q --quiet --abbrev-ref --symbolic-full-name --abbrev --tags --always --all --max-count
    --show-current --fork-point --octopus --max-parents --name-only --first-parent --reverse --since --until""".split()
)


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
