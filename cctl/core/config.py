"""Laying configuration over configuration: which value holds, who says so, and what a repository may not do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cctl.core.setting import Setting
from cctl.records.errors import BadConfig
from cctl.records.named import NamedTuple

_SIZES = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}


class Layer(NamedTuple):
    """One place that values come from; later layers lie over earlier ones."""

    name: str  # user, project, env, flag
    origin: str  # path, or name of a variable
    values: Mapping[str, Any]  # nested, as TOML gives it
    text: str = ""  # the file's text, to name lines


class Value(NamedTuple):
    """The value that holds for a setting, and who says so."""

    setting: Setting
    value: Any
    layer: str
    origin: str
    line: int = 0


class Problem(NamedTuple):
    """One thing wrong in one layer."""

    origin: str
    line: int
    message: str


def resolve(known: Mapping[str, Setting], layers: Sequence[Layer]) -> tuple[dict[str, Value], list[Problem]]:
    """The values that hold, and everything that is wrong; a wrong value changes nothing."""
    held = {name: Value(setting, setting.default, "default", "") for name, setting in known.items()}
    problems: list[Problem] = []
    for layer in layers:
        for name, raw in _flat(layer.values, known):
            line = line_of(layer.text, name)
            setting = known.get(name)
            if setting is None:
                problems.append(Problem(layer.origin, line, _unknown(name, known)))
                continue
            try:
                value = convert(setting, raw)
            except ValueError as wrong:
                problems.append(Problem(layer.origin, line, f"{name}: {wrong}"))
                continue
            if layer.name == "project" and (refusal := loosens(setting, held[name].value, value)):
                problems.append(Problem(layer.origin, line, f"{name}: {refusal}"))
                continue
            if layer.name == "project" and setting.tightens == "more":
                value = tuple(dict.fromkeys((*held[name].value, *value)))
            held[name] = Value(setting, value, layer.name, layer.origin, line)
    return held, problems


def refuse(problems: Sequence[Problem]) -> None:
    """Stop at the first problem: a configuration that is half understood is not followed."""
    for problem in problems:
        where = f"{problem.origin}:{problem.line}" if problem.line else problem.origin
        raise BadConfig(f"{where}: {problem.message}", hint="`cctl config lint` lists every problem")


def loosens(setting: Setting, before: Any, after: Any) -> str:
    """Why a repository may not set this value over the one that holds; "" when it may."""
    if setting.tightens == "never":
        return "a repository's file may not set this"
    if setting.tightens == "any" or before in (None, "") or before == after:
        return ""
    if setting.kind == "choice":
        ranks = setting.choices.index(before), setting.choices.index(after)
        return "" if ranks[1] >= ranks[0] else f"a repository's file may only tighten it (it is {before})"
    if setting.tightens == "more":
        return ""
    before_n, after_n = _number(setting, before), _number(setting, after)
    lower = setting.tightens in ("lower", "false")
    fine = after_n <= before_n if lower else after_n >= before_n
    word = "lower" if lower else "raise"
    return "" if fine else f"a repository's file may only {word} it (it is {before})"


def convert(setting: Setting, raw: Any) -> Any:
    """A raw value as the setting's kind; a ValueError says what was expected."""
    kind = setting.kind
    if kind == "bool":
        word = str(raw).lower()
        if word in ("true", "1", "yes", "on"):
            return True
        if word in ("false", "0", "no", "off"):
            return False
        raise ValueError(f"{raw!r} is neither true nor false")
    if kind in ("int", "float", "usd"):
        return _to_number(raw, whole=kind == "int")
    if kind in ("duration", "size"):
        _number(setting, raw)
        return raw
    if kind == "choice":
        if raw not in setting.choices:
            raise ValueError(f"{raw!r} is none of {', '.join(setting.choices)}{_near(str(raw), setting.choices)}")
        return raw
    if kind in ("list", "command"):
        items = raw.split(",") if isinstance(raw, str) and kind == "list" else raw
        if not isinstance(items, list | tuple) or not all(isinstance(item, str) for item in items):
            raise ValueError("expected a list of texts")
        return tuple(items)
    if kind == "table":
        if not isinstance(raw, dict | list | tuple):
            raise ValueError("expected a table")
        return raw
    if not isinstance(raw, str):
        raise ValueError(f"expected a text, not {raw!r}")
    return raw


def line_of(text: str, name: str) -> int:
    """The line of a TOML text that sets a dotted name; 0 when it can't be told."""
    section, parts = "", name.split(".")
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if header := re.match(r"\[+\s*([^\[\]]+?)\s*\]+", stripped):
            section = header[1].replace('"', "")
            if section == name:
                return number
        elif key := re.match(r'([A-Za-z0-9_."\'-]+)\s*=', stripped):
            full = f"{section}.{key[1]}" if section else key[1]
            if full.replace('"', "").replace("'", "").split(".") == parts:
                return number
    return 0


def environment(known: Mapping[str, Setting], env: Mapping[str, str]) -> Layer:
    """`CCTL_STATS__SINCE=7d` sets stats.since; CCTL_ variables without `__` may have meanings of their own.

    One with `__` that sets nothing is a mistake, as an unknown key of a file is.
    """
    names = {"CCTL_" + name.upper().replace(".", "__"): name for name in known}
    ours = (variable for variable in env if variable.startswith("CCTL_"))
    meant = {variable: names.get(variable) or _spelt(variable) for variable in ours}
    return Layer("env", "environment", {name: env[variable] for variable, name in meant.items() if name})


def _spelt(variable: str) -> str:
    name = variable.removeprefix("CCTL_")
    return name.lower().replace("__", ".") if "__" in name.strip("_") else ""


def _flat(values: Mapping[str, Any], known: Mapping[str, Setting], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in values.items():
        name = prefix + key
        table = name in known and known[name].kind == "table"
        if isinstance(value, dict) and not table:
            yield from _flat(value, known, name + ".")
        else:
            yield name, value


def _unknown(name: str, known: Mapping[str, Setting]) -> str:
    return f'unknown key "{name}"{_near(name, tuple(known))}'


def _near(word: str, words: Sequence[str]) -> str:
    import difflib  # noqa: PLC0415 -- 5 ms that only a mistake pays

    close = difflib.get_close_matches(word, words, 1, 0.5)
    return f' (did you mean "{close[0]}"?)' if close else ""


def _to_number(raw: Any, *, whole: bool) -> int | float:
    if isinstance(raw, bool):
        raise ValueError("expected a number, not true or false")
    try:
        number = int(raw) if whole else float(raw)
    except (TypeError, ValueError):
        raise ValueError(f"{raw!r} is no {'whole number' if whole else 'number'}") from None
    if isinstance(raw, float) and whole and raw != number:
        raise ValueError(f"{raw!r} is no whole number")
    return number


def _number(setting: Setting, raw: Any) -> float:
    """A value as a number that can be compared."""
    if setting.kind == "duration":
        return _seconds(str(raw))
    if setting.kind == "size":
        match = re.fullmatch(r"(\d+(?:\.\d+)?)([KMG]?)i?B?", str(raw).strip().upper().replace("IB", "B"))
        if not match:
            raise ValueError(f"{raw!r} is no size; say 4096, 64K, 16M or 2G")
        return float(match[1]) * _SIZES[match[2]]
    return float(raw)


def _seconds(text: str) -> float:
    units = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
    parts = re.findall(r"(\d+(?:\.\d+)?)([smhdw])", text)
    if not parts or "".join(number + unit for number, unit in parts) != text:
        if text in ("all", "today", "yesterday", "week", "month"):
            return float("inf")
        raise ValueError(f"{text!r} is no duration; say 90s, 15m, 24h, 1h30m, 7d or 2w")
    return sum(float(number) * units[unit] for number, unit in parts)
