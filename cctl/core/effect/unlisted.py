"""Options no row lists: harmless only where their names say that they shape what is shown.

A table lists the options that do something. Any other option counts by its name: `--no-headers` and `--sort-by` are
made of words that only shape what is shown (`_options` in the tables), `--frobnicate` is not. A single letter says
little, so only a few are taken on trust, and those a row adds with `%letters`. Where all options of a command were
looked at its row says `%open`: then only a word for doing (`--save-config`) asks. `%params` is for APIs, whose options
are data of the request. The trap is the value of such an option: it stays among the operands, where it gets the role
an operand has.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.effect.book import Book
    from cctl.core.effect.scan import Args
    from cctl.core.shell.word import Word


def doubtful(book: Book, args: Args) -> Word | None:
    """The first option that no row lists and whose name doesn't show it harmless."""
    row, base = args.row.attrs, args.base.attrs
    if "strict" in row:
        return args.unknown[0]
    if "params" in base or any(code.startswith("EXEC_") for code in args.row.effects):
        return None
    looked_at = "open" in row or "open" in base
    letters = row.get("letters", "") + base.get("letters", "")
    single = "single" in row or "single" in base
    for word in args.unknown:
        text = word.text
        long = text[:2] == "--" or (single and len(text) > 2)
        name = text.lstrip("-+")
        if looked_at:
            harmless = not long or not _does(book, name)
        else:
            harmless = _shapes(book, name) if long else _letters(book, args, text, letters)
        if not harmless:
            return word
    return None


def _does(book: Book, text: str) -> bool:
    """Whether a word of a long option is one for doing something."""
    name = text.partition("=")[0].lower()
    parts = name.replace("_", "-").split("-")
    return parts[0] != "no" and book.option(name) != "name" and any(book.option(part) == "doing" for part in parts)


def _shapes(book: Book, text: str) -> bool:
    """Whether every word of a long option only shapes what is shown."""
    name = text.partition("=")[0]
    if name.islower() or "-" in name:
        name = name.lower()
    else:  # `-showBuildSettings`
        name = "".join(f"-{char.lower()}" if char.isupper() else char for char in name).strip("-")
    if book.option(name):
        return True
    parts = name.replace("_", "-").replace(".", "-").split("-")
    if parts[0] in ("no", "not", "without"):
        del parts[0]
    return bool(parts) and all(part.isdigit() or book.option(part) == "word" for part in parts)


def _letters(book: Book, args: Args, text: str, more: str) -> bool:
    """Whether the letters after one dash are listed, added by the row, or trusted everywhere."""
    for letter in text[1:]:
        option = args.row.options.get(text[0] + letter) or args.base.options.get(text[0] + letter)
        if option is not None:
            if option.value:
                return True
        elif not (letter.isdigit() or letter in more or book.option(letter) == "letter"):
            return letter == "=" and text[1] != "="
    return True
