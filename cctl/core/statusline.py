"""One line about a session, from what its client says and what cctl knew a moment ago: a template with fields.

Everything in it comes from hostile text (a branch, a model, a name): what can't be printed is left out, so that no
field drives a terminal, and what marks a style in tmux is doubled. A field that isn't known is absent, never 0.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

WARN, FULL = 0.7, 0.9
REFRESH_S = 10
STALE = 6  # refreshes after which what was looked up is marked as old
TEMPLATE = "[{state} · ]{model}[ · ctx {context}][ · {cost}][ · today {day}][ · cache {cache}][ · 5h {five_hour}]"
TEMPLATE += "[ · {findings}]"
FLEET = "{sessions} agents[ · {waiting} waiting][ · today {day}][ · 5h {five_hour}][ · {findings}]"
STYLES = ("ansi", "tmux", "none")
_WIDEST = 60
_COLOURS = {"red": "31", "yellow": "33", "green": "32"}
_STATES = {"needs_input": "red", "waiting_input": "yellow", "processing": "green"}


class Field:
    """One value of the line with its colour."""

    __slots__ = ("colour", "text")

    def __init__(self, text: str, colour: str = "") -> None:
        self.text, self.colour = text, colour


def fields(given: Mapping[str, object], known: Mapping[str, object], now_s: float) -> dict[str, Field]:
    """What can be said: `given` is the client's JSON, `known` what the last refresh wrote."""
    session = _part(_part(known, "sessions"), _text(given.get("session_id")))
    mark = "" if now_s - _number(known.get("at"), 0.0) <= STALE * _number(known.get("refresh_s"), REFRESH_S) else "~"
    found: dict[str, Field] = {}
    _texts(found, given)
    _context(found, _part(given, "context_window"), known)
    _cache(found, _part(given, "prompt_cache"), now_s)
    _limits(found, _part(given, "rate_limits") or ({} if given else _part(known, "limits")))
    if state := _text(session.get("state")):
        found["state"] = Field(mark + state, _STATES.get(state, ""))
    told, read = _money(_part(given, "cost").get("total_cost_usd")), _money(session.get("cost_usd"))
    if costs := [each for each in (told, read) if each is not None]:
        # Both only grow: the client forgets what was spent before it was resumed, ours is a few seconds behind.
        found["cost"] = _spent(max(costs), _money(known.get("session_limit")), "")
    if (day := _money(known.get("day_usd"))) is not None:
        found["day"] = _spent(day, _money(known.get("day_limit")), mark, more=bool(known.get("day_unpriced")))
    count = int(_number((session if given else known).get("findings" if given else "findings_count"), 0.0))
    if count > 0:
        critical = session.get("worst") == "critical"
        found["findings"] = Field(f"{mark}{count} finding{'' if count == 1 else 's'}", "red" if critical else "yellow")
    for name in ("sessions", "waiting"):
        count = int(_number(known.get(f"{name}_count"), -1))
        if count > 0 or (count == 0 and name == "sessions"):
            found[name] = Field(mark + str(count), "red" if name == "waiting" else "")
    return found


def line(template: str, values: Mapping[str, Field], style: str) -> str:
    """The template filled: `[…]` is left out when a field in it is unknown, an unknown one elsewhere is a dash."""
    out: list[str] = []
    held: list[str] | None = None  # what a bracket holds so far
    whole, at = True, 0
    while at < len(template):
        char = template[at]
        stop = template.find("}", at) if char == "{" else -1
        if stop > 0:
            field = values.get(template[at + 1 : stop])
            whole = whole and field is not None
            (out if held is None else held).append(_styled(field or Field("-"), style))
            at = stop + 1
            continue
        if char == "[" and held is None:
            held, whole = [], True
        elif char == "]" and held is not None:
            out += held if whole else []
            held = None
        else:
            (out if held is None else held).append(_safe(char, style))
        at += 1
    return "".join([*out, *(held or ())])


def _texts(found: dict[str, Field], given: Mapping[str, object]) -> None:
    workspace = _part(given, "workspace")
    model = _part(given, "model")
    project = _text(workspace.get("project_dir")) or _text(given.get("cwd"))
    for name, text in (
        ("model", _text(model.get("display_name")) or _text(model.get("id"))),
        ("project", project.rstrip("/").rpartition("/")[2]),
        ("worktree", _text(workspace.get("git_worktree")).rpartition("/")[2]),
        ("name", _text(given.get("session_name"))),
        ("session", _text(given.get("session_id"))[:8]),
        ("effort", _text(_part(given, "effort").get("level"))),
    ):
        if text:
            found[name] = Field(text)


def _context(found: dict[str, Field], window: Mapping[str, object], known: Mapping[str, object]) -> None:
    used, size = _number(window.get("total_input_tokens"), -1.0), _number(window.get("context_window_size"), 0.0)
    percent = _number(window.get("used_percentage"), -1.0)
    ratio = percent / 100 if percent >= 0 else used / size if used >= 0 and size > 0 else -1.0
    if not 0 <= ratio <= 10:
        return
    full, warn = _number(known.get("full"), FULL), _number(known.get("warn"), WARN)
    found["context"] = Field(f"{ratio:.0%}", "red" if ratio >= full else "yellow" if ratio >= warn else "green")


def _cache(found: dict[str, Field], cache: Mapping[str, object], now_s: float) -> None:
    at = _number(cache.get("expires_at"), 0.0)
    left = at - now_s
    if at <= 0 or left > 86_400:
        return
    if left <= 0 or cache.get("warm") is False:
        found["cache"] = Field("cold", "yellow")
    else:
        found["cache"] = Field(f"{int(left) // 60}:{int(left) % 60:02d}", "yellow" if left < 60 else "")


def _limits(found: dict[str, Field], limits: Mapping[str, object]) -> None:
    for name in ("five_hour", "seven_day"):
        percent = _number(_part(limits, name).get("used_percentage"), -1.0)
        if 0 <= percent <= 1000:
            found[name] = Field(f"{percent:.0f}%", "red" if percent >= 90 else "yellow" if percent >= 70 else "green")


def _spent(usd: float, limit: float | None, mark: str, *, more: bool = False) -> Field:
    """Dollars, of how many when there is a budget; `+` when there is spend without a price beside them."""
    text = f"{mark}${usd:.2f}" + ("+" if more else "")
    if not limit:
        return Field(text)
    share = usd / limit
    return Field(f"{text}/${limit:g}", "red" if share >= 1 else "yellow" if share >= 0.8 else "green")


def _styled(field: Field, style: str) -> str:
    text = _safe(field.text[:_WIDEST], style)
    if not field.colour or style not in ("ansi", "tmux"):
        return text
    if style == "tmux":
        return f"#[fg={field.colour}]{text}#[default]"
    return f"\x1b[{_COLOURS[field.colour]}m{text}\x1b[0m"


def _safe(text: str, style: str) -> str:
    shown = text if text.isprintable() else "".join(char for char in text if char.isprintable())
    return shown.replace("#", "##") if style == "tmux" else shown


def _part(record: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = record.get(name)
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _number(value: object, default: float) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return default
    return float(value) if -1e15 < value < 1e15 else default  # also refuses what is no number at all


def _money(value: object) -> float | None:
    found = _number(value, -1.0)
    return found if found >= 0 else None
