"""Facts about a small nested program, as the readers of Python, awk, sed and jq report them, turned into effects."""

from __future__ import annotations

from cctl.core.effect.analyze import nested, run
from cctl.core.effect.survey import Survey
from cctl.core.shell.code import read_code
from cctl.core.shell.word import Word

_ROLES = {"read": "r", "write": "w", "delete": "d", "delete_tree": "D", "list": "l", "net_get": "u", "net_send": "s"}


def survey_code(s: Survey, language: str, program: Word) -> bool:
    """Add what a program does; False when it was not understood (and the effect of that is added too)."""
    if program.dynamic:
        s.add("EXEC_CODE", program.raw)
        return False
    understood = True
    for fact in read_code(language, program.text):
        kind, text = fact.kind, fact.text
        role = _ROLES.get(kind)
        if role is not None:
            s.touch(role, Word(text or "", text or "", program.start, program.end, text is None, quoted=True))
        elif kind == "env":
            s.add("ENV_READ", text or language)
        elif kind == "shell" and text is not None:
            s.add("EXEC_CODE", language)
            nested(s, text)
        elif kind == "run" and fact.words:
            s.add("EXEC_CODE", language)
            run(s, tuple(Word(word, word, program.start, program.end, quoted=True) for word in fact.words))
        else:
            s.add("EXEC_UNKNOWN" if kind in ("shell", "run") else "EXEC_CODE", text or kind)
            understood = False
    return understood
