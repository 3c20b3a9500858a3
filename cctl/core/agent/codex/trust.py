"""Whether Codex will run a hook of ours: only one that somebody has trusted in the client's own review (`/hooks`).

The review writes a hash of the hook to `config.toml`, as `[hooks.state."FILE:EVENT:GROUP:HANDLER"]`. A hook without
one, or that has changed since, is passed over without a word, so whoever relies on it must look. What is hashed is the
handler with its defaults, under the event's name in lower case; fields without a value are left out. Should a later
client hash otherwise, its entries won't match, and we say too little rather than too much.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from cctl.core.brain.chain import sha256
from cctl.records import codec

INSTALL: Final = "`cctl init --agent codex` installs the hook, and in `codex`, `/hooks` trusts it"
TRUST: Final = "start `codex` and trust it under `/hooks`"
_TIMEOUT_S = 600
_ALL = (None, "", "*", ".*")
_LAYERS = ("-p", "--profile", "--ignore-user-config", "--disable", "--enable")
_BYPASS = "--dangerously-bypass-hook-trust"


def unheard(
    files: Sequence[str],
    hooks: Mapping[str, Any],
    config: Mapping[str, Any],
    argv: Sequence[str],
    ours: Callable[[object], bool],
    event: str = "PreToolUse",
) -> str:
    """Why no hook of ours will be asked before a call, with what to do; "" when one will be.

    `files` are the names under which the client may know the file that holds `hooks`.
    """
    if off := _off(config, argv):
        return off
    said = f"Codex has no hook of cctl: {INSTALL}"
    states = _map(_map(config.get("hooks")).get("state"))
    for at, group in enumerate(_list(_map(hooks.get("hooks")).get(event))):
        for number, handler in enumerate(_list(_map(group).get("hooks"))):
            if not ours(handler):
                continue
            if _map(group).get("matcher") not in _ALL:
                said = f"the hook of cctl in {files[0]} is asked about some tools only: {INSTALL}"
                continue
            places = [f"{file}:{label(event)}:{at}:{number}" for file in files]
            if not (said := _distrust(places, states, group, handler, event, argv)):
                return ""
    return said


def hashed(event: str, group: Mapping[str, Any], handler: Mapping[str, Any]) -> str:
    """What the client writes down of a hook that is trusted."""
    timeout = handler.get("timeout", _TIMEOUT_S)
    normal: dict[str, Any] = {"type": "command", "command": handler.get("command"), "timeout": timeout}
    normal["async"] = handler.get("async", False)
    normal |= {name: handler[name] for name in ("statusMessage",) if handler.get(name) is not None}
    whole: dict[str, Any] = {"event_name": label(event), "hooks": [dict(sorted(normal.items()))]}
    if group.get("matcher") is not None:
        whole["matcher"] = group["matcher"]
    return "sha256:" + sha256()(codec.encode(dict(sorted(whole.items()))).strip())


def label(event: str) -> str:
    """An event's name as the client's settings have it: `pre_tool_use`."""
    return "".join(f"_{char.lower()}" if char.isupper() else char for char in event).lstrip("_")


def _off(config: Mapping[str, Any], argv: Sequence[str]) -> str:
    features = _map(config.get("features"))
    if features.get("hooks", features.get("codex_hooks")) is False:
        return "hooks are turned off in Codex' config.toml ([features] hooks)"
    for at, word in enumerate(argv):
        if word == "--":
            break
        value = argv[at + 1] if word in ("-c", "--config") and at + 1 < len(argv) else ""
        value = value or (word.partition("=")[2] if word.startswith("--config=") else "")
        if word.partition("=")[0] in _LAYERS or value.startswith(("hooks", "features")):
            return f"{word} {value}".strip() + " may change which hooks Codex runs; without it, they can be relied on"
    return ""


def _distrust(
    places: Sequence[str],
    states: Mapping[str, Any],
    group: Mapping[str, Any],
    handler: Mapping[str, Any],
    event: str,
    argv: Sequence[str],
) -> str:
    state = next((_map(states[place]) for place in places if place in states), {})
    if state.get("enabled") is False:
        return "the hook of cctl is disabled in Codex: enable it under `/hooks`"
    if _BYPASS in argv:
        return ""
    if not (told := state.get("trusted_hash")):
        return f"nobody has trusted the hook of cctl in Codex: {TRUST}"
    if told != hashed(event, group, handler):
        return f"the hook of cctl has changed since it was trusted in Codex: {TRUST}"
    return ""


def _map(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> Sequence[Any]:
    return value if isinstance(value, list) else ()
