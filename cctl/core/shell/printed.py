"""The output of a substitution, in the few cases where it is as certain as a literal.

`$(cat <<'EOF' …)` is how agents write commit messages, `$(pwd)` how they write paths, and `$(echo rm)` how an attacker
hides a name.
"""

from __future__ import annotations

from cctl.core.shell.tree import Command

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.shell.tree import Block
    from cctl.core.shell.walk import Walk
    from cctl.core.shell.word import Simple

_FORMAT = frozenset("%\\")


def printed(walk: Walk, block: Block, subs: tuple[Simple, ...]) -> str | None:
    """What a substitution prints, where that is as certain as a literal."""
    if len(block.items) != 1 or len(subs) != 1 or type(block.items[0][0]) is not Command:
        return None
    command = subs[0]
    words = command.words
    if not words or command.assigns or any(word.dynamic or word.glob for word in words):
        return None
    name = words[0].text
    if name in walk.state.functions:
        return None
    if name == "cat" and len(words) == 1 and len(command.redirects) == 1:
        body = command.redirects[0].body
        return body.text.rstrip("\n") if body is not None and not body.dynamic else None
    if command.redirects:
        return None
    if name == "pwd" and len(words) == 1:
        return None if command.also else command.cwd
    text = " ".join([word.text for word in words[1:]])
    if name == "echo" and "\\" not in text and not text.startswith("-"):
        return text.rstrip("\n")
    plain = len(words) == 2 and not _FORMAT.intersection(text) and not text.startswith("-")
    return text.rstrip("\n") if name == "printf" and plain else None
