"""The signature of a call: what is the same in calls that a person would answer in the same way.

Programs with their subcommands and flags, classes of paths, hosts, and for whatever runs code the words it runs: enough
that `npm run test` and `npm run deploy` are two, and `grep -n a src/x` and `grep -n b src/y` are one. A call whose
words are only known when it runs has none where it runs code, so nothing is ever learnt of it.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from cctl.core.effect.survey import Survey
    from cctl.core.rule.unit import Unit

VERSION = 1
MOST_UNITS = 12
LONGEST = 300  # characters; what is longer is told by its beginning and a hash
# Effects that are told by their class or host alone; of all others the words count, too.
_PLAIN = (
    "READ", "WRITE", "DELETE(", "LIST", "INFO", "SHELL", "NET_GET", "NET_PROBE", "ENV_READ", "SECRET", "VCS_LOCAL",
    "REMOTE_READ", "TOOL_LOCAL", "MCP_", "UNKNOWN_TOOL", "DB_READ",
)  # fmt: skip
_CODE = ("EXEC_", "UNCLEAR")  # what runs anything at all: every word counts as it stands
# Words that never stand for "any other": a push to one of these is not a push to a branch of one's own.
_KEPT = frozenset((
    "main", "master", "trunk", "develop", "release", "releases", "prod", "production", "staging", "stable", "live",
    "deploy", "public", "latest",
))  # fmt: skip
_SAYS = ("skill", "subagent_type", "command")  # values that name what a tool runs, as a program's words do


def signature(tool: str, given: object, survey: Survey) -> str:
    """The signature of a surveyed call; "" for one that nothing can be learnt of."""
    from cctl.core.effect.tool import SHELLS  # noqa: PLC0415 -- half a start of Python; readers of the log need none
    from cctl.core.rule.unit import units  # noqa: PLC0415 -- as above

    found = units(survey)
    if len(found) > MOST_UNITS or any(effect[0] == "OPAQUE" for effect in survey.effects):
        return ""
    parts: list[str] = []
    for unit in found:
        if not unit.words and not unit.effects:
            continue
        part = _unit(unit)
        if not part:
            return ""
        if part not in parts:
            parts.append(part)
    head = _word(tool) if tool in SHELLS else _tool(tool, given)
    return _short(" ".join((head, "; ".join(parts))) if head else "")


def _unit(unit: Unit) -> str:
    """One program: its name, subcommand, flags, effects and hosts."""
    from cctl.core.rule.unit import host  # noqa: PLC0415 -- see `signature`

    codes = sorted({effect[0] for effect in unit.effects})
    hosts = sorted({name for effect in unit.effects if (name := host(effect))})
    if unit.words and not unit.program:
        return ""
    words = [unit.program, *(unit.key.split(" ") if unit.key else ()), *sorted(set(map(_flag, unit.flags)))]
    if any(not code.startswith(_PLAIN) for code in codes):
        if not unit.static:
            return ""
        if any(code.startswith(_CODE) for code in codes):
            words = [word.text for word in unit.words]
        else:
            words += [_operand(word.text) for word in unit.operands()]
    told = [_word(word) for word in words if word]
    return " ".join([*told, *(f"[{code}]" for code in codes), *(f"<{_word(name)}>" for name in hosts)])


def _flag(text: str) -> str:
    """A flag; `-5` and `-20` are one."""
    return "-#" if text.strip("-+").isdigit() else text


def _operand(text: str) -> str:
    """An operand: as it stands when it is one plain word or names a place that matters, else any other."""
    parts = "".join(char if char.isalnum() else " " for char in text.lower()).split()
    return text if text.isalpha() or not _KEPT.isdisjoint(parts) else "#"


def _tool(tool: str, given: object) -> str:
    """A tool by its name; one that no table knows by the keys it was given, too."""
    from cctl.core.effect.tool import KEYS  # noqa: PLC0415 -- see `signature`

    told = [_word(tool)]
    if isinstance(given, dict):
        if tool not in KEYS:
            told += sorted(f"{_word(str(key))}=" for key in given)
        for name in _SAYS:
            value = given.get(name)
            if tool in KEYS and isinstance(value, str):
                told.append(f"{name}={_word(value)}")
    return " ".join(told)


def _word(text: str) -> str:
    """A word on one line, in which a blank is no joint between words."""
    return text.encode("unicode_escape", "backslashreplace").decode().replace(" ", "\\x20")


def _short(text: str) -> str:
    if len(text) <= LONGEST:
        return text
    from cctl.core.digest import digest  # noqa: PLC0415 - only long ones pay for a hash

    return f"{text[: LONGEST - 20]}… {digest(text)}"


def project_id(project: object) -> str:
    """The id of a project: of its whole path, since many repositories share a name."""
    if not isinstance(project, str) or not project:
        return ""
    from cctl.core.digest import digest  # noqa: PLC0415 - as above

    return digest(project)


def tier(signed: str, tiers: Mapping[str, str]) -> str:
    """The tier that a signature's effects put it in: the one with the strictest bound."""
    return "T2" if any(f"[{code}" in signed for code in tiers) else "T1"
