"""Rules as lines of text that can be read back without a TOML reader, which alone costs more than a verdict.

The packed form is a cache of this machine's own: it names the version that wrote it and the digest of what it was made
from, and whoever finds another version or digest reads the rule files again.
"""

from __future__ import annotations

from cctl.core.rule.rule import Rule

VERSION = "cctl-rules 1"
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\x1f": "\\u"}
_BACK = {"\\": "\\", "t": "\t", "n": "\n", "u": "\x1f"}


def pack(rules: list[Rule], source: str) -> str:
    """Rules as text; `source` is the digest of the files they were read from."""
    lines = [f"{VERSION}\t{_out(source)}"]
    for rule in rules:
        fields = [rule.action, rule.layer, str(rule.line), rule.origin, rule.name, rule.message]
        for mark, conditions in (("+", rule.when), ("-", rule.unless)):
            for name, values in conditions.items():
                fields.append(f"{mark}{name}=" + "\x1f".join(_out(value) for value in values))
        lines.append("\t".join(_out(each) if at < 6 else each for at, each in enumerate(fields)))
    return "\n".join(lines) + "\n"


def source_of(text: str) -> str | None:
    """The digest that a packed text was made from; None when it is no packed text of this version or was cut off."""
    head, _, _ = text.partition("\n")
    version, tab, source = head.partition("\t")
    return _in(source) if version == VERSION and tab and text.endswith("\n") else None


def unpack(text: str) -> list[Rule]:
    """The rules in a packed text."""
    return [_rule(line) for line in text.split("\n")[1:] if line]


def _rule(line: str) -> Rule:
    action, layer, number, origin, name, message, *conditions = line.split("\t")
    when: dict[str, tuple[str, ...]] = {}
    unless: dict[str, tuple[str, ...]] = {}
    for each in conditions:
        key, _, values = each.partition("=")
        into = when if key[0] == "+" else unless
        into[key[1:]] = tuple(_in(value) for value in values.split("\x1f"))
    return Rule(_in(name), action, when, unless, _in(message), layer, _in(origin), int(number))


def _out(text: str) -> str:
    if not any(char in text for char in _ESCAPES):
        return text
    return "".join(_ESCAPES.get(char, char) for char in text)


def _in(text: str) -> str:
    if "\\" not in text:
        return text
    out, at = [], 0
    while (next_at := text.find("\\", at)) >= 0:
        out.append(text[at:next_at])
        out.append(_BACK.get(text[next_at + 1 : next_at + 2], ""))
        at = next_at + 2
    return "".join(out) + text[at:]
