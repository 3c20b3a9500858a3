"""Codex's `apply_patch`: each file it adds, changes, moves or deletes."""

from __future__ import annotations

from cctl.core.effect.survey import Survey
from cctl.core.shell.word import Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from cctl.core.effect.scan import Args

_MARKS = {"*** Add File: ": "w", "*** Update File: ": "w", "*** Delete File: ": "d", "*** Move to: ": "w"}


def survey_patch(s: Survey, given: Mapping[str, object]) -> None:
    """Add the effects of a patch given as `input` or `patch`."""
    text = given.get("input", given.get("patch", given.get("command")))
    if isinstance(text, list) and len(text) == 2 and text[0] == "apply_patch":
        text = text[1]
    if not isinstance(text, str):
        s.add("OPAQUE", "no patch")
        return
    for key in given:
        if key not in ("input", "patch", "command"):
            s.add("UNKNOWN_TOOL", f"apply_patch.{key}")
    patched(s, text)


def do_patch(s: Survey, args: Args) -> None:
    """`apply_patch <<'EOF'`: the same patch handed to the program of that name in a shell."""
    from cctl.core.effect.code import given  # noqa: PLC0415 - few calls hold a patch

    words = args.operands
    if any(word.dynamic for word in words):
        s.add("OPAQUE", "no patch")
    else:
        patched(s, words[0].text if words else given(s))


def patched(s: Survey, text: str) -> None:
    """Add the effects of a patch; what is none is opaque."""
    found = False
    for line in text.split("\n"):
        for mark, role in _MARKS.items():
            if line.startswith(mark):
                path = line[len(mark) :].strip()
                s.touch(role, Word(path, path, s.start, s.end or len(path), quoted=True))
                found = True
    if not found or "*** Begin Patch" not in text:
        s.add("OPAQUE", "not a patch")
