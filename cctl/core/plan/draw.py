"""The graph of a plan as text and as a picture: who comes first, who waits for whom, how far each is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cctl.core.plan.graph import depths, order
from cctl.core.plan.task import Plan

_MARKS: Final = {
    "pending": "·", "ready": "·", "running": "▶", "verifying": "?", "retrying": "↻", "completed": "✓", "failed": "✗",
    "skipped": "-", "needs_human": "!", "aborted": "×",
}  # fmt: skip
_FILLS: Final = {
    "running": "#fff2cc", "verifying": "#fff2cc", "retrying": "#fff2cc", "completed": "#d9ead3", "failed": "#f4cccc",
    "needs_human": "#fce5cd", "skipped": "#eeeeee", "aborted": "#eeeeee",
}  # fmt: skip
_WIDE, _HIGH, _GAP_X, _GAP_Y, _EDGE = 180, 34, 60, 16, 16
_LETTERS: Final = 24
_DEEPEST: Final = 40  # a chain of thousands is no picture


def text(plan: Plan, states: Mapping[str, str]) -> str:
    """One line a task, further in the more tasks come before it."""
    needs = {task.name: task.depends_on for task in plan.tasks}
    level = depths(needs)
    lines = []
    for name in order(needs):
        waits = f"  ← {', '.join(needs[name])}" if needs[name] else ""
        task = plan.by_name()[name] if len(needs) < 50 else None
        when = f"  when {task.when}" if task and task.when else ""
        lines.append(
            f"{'  ' * min(level[name], _DEEPEST)}{_MARKS.get(states.get(name, 'pending'), '·')} {name}{waits}{when}"
        )
    return "\n".join(lines) + "\n"


def svg(plan: Plan, states: Mapping[str, str]) -> str:
    """Boxes in columns by depth, lines from what is needed to what needs it; no script, no font, no link."""
    needs = {task.name: task.depends_on for task in plan.tasks}
    level = depths(needs)
    rows: dict[int, int] = {}
    place: dict[str, tuple[int, int]] = {}
    for name in order(needs):
        row = rows.get(level[name], 0)
        rows[level[name]] = row + 1
        place[name] = (_EDGE + level[name] * (_WIDE + _GAP_X), _EDGE + row * (_HIGH + _GAP_Y))
    width = 2 * _EDGE + (max(level.values(), default=0) + 1) * (_WIDE + _GAP_X) - _GAP_X
    height = 2 * _EDGE + max(rows.values(), default=1) * (_HIGH + _GAP_Y) - _GAP_Y
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="monospace" font-size="12">'
    ]
    for name, wanted in needs.items():
        parts += [_line(place[need], place[name]) for need in wanted]
    parts += [_box(name, *place[name], states.get(name, "pending")) for name in needs]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _line(start: tuple[int, int], end: tuple[int, int]) -> str:
    x, y, to_x, to_y = start[0] + _WIDE, start[1] + _HIGH // 2, end[0], end[1] + _HIGH // 2
    bend = _GAP_X // 2
    curve = f"M{x} {y} C{x + bend} {y} {to_x - bend} {to_y} {to_x} {to_y}"
    return f'<path d="{curve}" fill="none" stroke="#888888"/>'


def _box(name: str, x: int, y: int, state: str) -> str:
    from html import escape  # noqa: PLC0415 -- it brings a list of all entities

    shown = name if len(name) <= _LETTERS else name[: _LETTERS - 1] + "…"
    fill = _FILLS.get(state, "#ffffff")
    return (
        f"<g><title>{escape(name)}: {escape(state)}</title>"
        f'<rect x="{x}" y="{y}" width="{_WIDE}" height="{_HIGH}" rx="4" fill="{fill}" stroke="#444444"/>'
        f'<text x="{x + 8}" y="{y + 21}">{escape(shown)}</text></g>'
    )
