"""Whether a rule's conditions hold: for the call as a whole, and for each program in it.

A rule that refuses matches when anything in the call is what it names. A rule that allows matches a program only when
everything about it is: all its paths, all its hosts, all its words. So one list of patterns means "any" where that is
the careful reading and "every" where that is.
"""

from __future__ import annotations

from cctl.core.rule import glob
from cctl.core.rule.rule import OF_UNIT, Rule
from cctl.core.rule.unit import host, path, place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from cctl.core.rule.scene import Scene
    from cctl.core.rule.unit import Unit

    Values = tuple[str, ...]

STATES = "processing needs_input waiting_input idle finished unknown"
LABELS = {name.replace("_", ""): name for name in STATES.split()} | {"waiting": "waiting_input"}
_SESSION = {"cost_above": "cost_usd", "burn_above": "burn_usd_per_h", "context_above": "context_ratio"}


def holds(rule: Rule, scene: Scene) -> bool:
    """Whether the conditions on the call as a whole hold; `command` of a rule that allows is left to its programs."""
    allows = rule.action == "allow"
    for name, values in rule.when.items():
        if name in OF_UNIT or (allows and name == "command"):
            continue
        if not _holds(name, values, scene):
            return False
    return not any(name not in OF_UNIT and _holds(name, values, scene) for name, values in rule.unless.items())


def _holds(name: str, values: Values, scene: Scene) -> bool:
    if name in ("last_error", "file_conflict"):
        found = scene.known(name)
        return found is not None and bool(found) == (values[0] == "true")
    if name in _SESSION:
        number = scene.known(_SESSION[name])
        return isinstance(number, int | float) and number > float(values[0])
    return _CALL[name](values, scene)


def _tool(values: Values, scene: Scene) -> bool:
    tool = scene.tool.lower()
    return any(glob.matches(value.lower(), tool) for value in values)


def _command(values: Values, scene: Scene) -> bool:
    """A substring of the command as written, and of every program in it as it would run."""
    if scene.text is None:
        return False
    for value in values:
        low = value.lower()
        if low in scene.lower or low in scene.plain or any(low in unit.text.lower() for unit in scene.units):
            return True
    return False


def _anywhere(values: Values, scene: Scene) -> bool:
    """A substring of any text in the input, of whichever tool; of a shell's programs as well."""
    if _command(values, scene):
        return True
    texts = [text.lower() for text in _texts(scene.call.get("input"))]
    return any(value.lower() in text for value in values for text in texts)


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in inner for text in _texts(each)]


def _input(values: Values, scene: Scene) -> bool:
    import re  # noqa: PLC0415 - only rules with patterns of their own pay for it

    given = scene.call.get("input")
    if not isinstance(given, dict):
        return False
    for value in values:
        field, _, pattern = value.partition("=")
        found = given.get(field)
        if isinstance(found, str) and re.search(pattern, found):
            return True
    return False


def _project(values: Values, scene: Scene) -> bool:
    """A substring of the project's name; with a slash, of its folder: two repositories may share a name."""
    names = [name.lower() for name in scene.projects()]
    return any(value.lower() in name for value in values for name in names if ("/" in name) == ("/" in value))


def _cwd(values: Values, scene: Scene) -> bool:
    cwd = scene.call.get("cwd")
    if not isinstance(cwd, str):
        return False
    return any(
        glob.could_be(full, cwd)
        for value in values
        if (full := glob.anchored(value, home=scene.home, project=scene.project))
    )


def _word(name: str, values: Values, scene: Scene) -> bool:
    found = scene.known(name)
    return isinstance(found, str) and any(glob.matches(value.lower(), found.lower()) for value in values)


def _mode(values: Values, scene: Scene) -> bool:
    found = scene.facts.get("permission_mode", scene.call.get("permission_mode", scene.call.get("mode")))
    return isinstance(found, str) and found.lower() in (value.lower() for value in values)


def _status(values: Values, scene: Scene) -> bool:
    found = scene.known("state")
    return isinstance(found, str) and any(state(value) == found for value in values)


def _health(values: Values, scene: Scene) -> bool:
    found = scene.session.get("health")
    return isinstance(found, frozenset | set | list | tuple) and any(value in found for value in values)


def state(label: str) -> str:
    """A state by any of its names: `Needs Input`, `NeedsInput`, `needs_input`; "" when it is none."""
    return LABELS.get("".join(char for char in label.lower() if char.isalpha()), "")


_CALL: dict[str, Callable[[Values, Scene], bool]] = {
    "tool": _tool, "command": _command, "text": _anywhere, "input": _input, "project": _project,
    "cwd": _cwd, "mode": _mode,
    "branch": lambda values, scene: _word("branch", values, scene),
    "model": lambda values, scene: _word("model", values, scene),
    "agent": lambda values, scene: _word("agent", values, scene),
    "status": _status, "health": _health,
}  # fmt: skip


def touches(rule: Rule, unit: Unit, scene: Scene) -> bool:
    """Whether anything about a program is what a refusing rule names."""
    for name, values in rule.when.items():
        if name in OF_UNIT and not _any(name, values, unit, scene):
            return False
    return not any(name in OF_UNIT and _any(name, values, unit, scene) for name, values in rule.unless.items())


def covers(rule: Rule, unit: Unit, scene: Scene) -> bool:
    """Whether everything about a program is what an allowing rule names."""
    for name, values in rule.when.items():
        if name == "command":
            if not _begins(values, unit):
                return False
        elif name in OF_UNIT and not _every(name, values, unit, scene):
            return False
    return not any(name in OF_UNIT and _any(name, values, unit, scene) for name, values in rule.unless.items())


def _begins(values: Values, unit: Unit) -> bool:
    """Whether a program's words begin so: a text somewhere inside them says nothing about what runs."""
    text = unit.text.lower()
    return any(text == (low := " ".join(value.lower().split())) or text.startswith(f"{low} ") for value in values)


def _any(name: str, values: Values, unit: Unit, scene: Scene) -> bool:
    if name == "program":
        return bool(unit.program) and any(glob.matches(value, unit.program) for value in values)
    if name == "subcommand":
        return any(under(value, unit) for value in values)
    if name == "flag":
        return any(has_flag(value, unit) for value in values)
    if name == "effect":
        return any(is_effect(value, effect[0]) for value in values for effect in unit.effects)
    if name == "path_class":
        return any(place(effect) in values for effect in unit.effects)
    if name == "path":
        return any(_path(value, unit, scene, glob.could_be) for value in values)
    if name == "host":
        return any(glob.host_matches(value, name) for value in values for each in unit.effects if (name := host(each)))
    return any(glob.matches(value, word.text) for value in values for word in unit.words[1:])


def _every(name: str, values: Values, unit: Unit, scene: Scene) -> bool:
    if name == "path_class":
        found = [place(effect) for effect in unit.effects]
        return any(found) and all(each in values for each in found if each)
    if name == "path":
        return _all_paths(values, unit, scene)
    if name == "host":
        hosts = [each for effect in unit.effects if (each := host(effect))]
        unnamed = any(effect[0].endswith("(unknown)") for effect in unit.effects)
        return bool(hosts) and not unnamed and all(any(glob.host_matches(v, each) for v in values) for each in hosts)
    if name == "arg":
        words = unit.operands()
        return bool(words) and all(not w.dynamic and any(glob.matches(v, w.text) for v in values) for w in words)
    return _any(name, values, unit, scene)


def _path(pattern: str, unit: Unit, scene: Scene, how: Callable[[str, str], bool]) -> bool:
    full = glob.anchored(pattern, home=scene.home, project=scene.project)
    if not full:
        return False
    return any(how(full, found) for effect in unit.effects if (found := path(unit, effect, scene.home)))


def _all_paths(values: Values, unit: Unit, scene: Scene) -> bool:
    patterns = [glob.anchored(value, home=scene.home, project=scene.project) for value in values]
    seen = False
    for effect in unit.effects:
        if not place(effect):
            continue
        found = path(unit, effect, scene.home) if unit.static else None
        if found is None or not any(pattern and glob.must_be(pattern, found) for pattern in patterns):
            return False
        seen = True
    return seen


def under(value: str, unit: Unit) -> bool:
    """Whether a program was called with a subcommand, or one below it: `remote` names `remote add`, too."""
    if unit.key == value or unit.key.startswith(f"{value} "):
        return True
    wanted = value.split(" ")
    plain = [word.text for word in unit.words[1:] if word.text[:1] != "-"]
    return not unit.key and plain[: len(wanted)] == wanted


def has_flag(value: str, unit: Unit) -> bool:
    """Whether a flag was given: as the program reads it, or as a word of the call."""
    return value in unit.flags or any(word.text.partition("=")[0] == value for word in unit.words[1:])


def is_effect(value: str, code: str) -> bool:
    """Whether an effect is the one named; without a class in brackets, any class."""
    return code == value or code.startswith(f"{value}(")
