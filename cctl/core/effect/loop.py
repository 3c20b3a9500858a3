"""Loops without end that start jobs without end."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.effect.survey import Survey
    from cctl.core.shell.word import Script


def unbounded(s: Survey, script: Script) -> None:
    """Jobs started in the background by a loop without end, with nothing that waits for them."""
    started = None
    for cmd in script.commands:
        marks = cmd.context
        if "unbounded" in marks:
            started = cmd
            break
        if "endless" not in marks:
            continue
        if "background" in marks:
            started = cmd
        elif started is not None and "subshell" not in started.context and not marks & {"conditional", "subshell"}:
            word = cmd.words[0] if cmd.words else None
            if word is not None and word.text == "wait" and not word.dynamic:
                started = None
    if started is not None:
        s.effects.append(("SPAWN_UNBOUNDED", "", started.start, started.end))
