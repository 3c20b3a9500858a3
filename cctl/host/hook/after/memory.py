"""What later hooks of the session must know: its pins, what it wrote, what a human was asked about and let run."""

from __future__ import annotations

from cctl.core.hook import codec
from cctl.core.hook.power import power
from cctl.core.hook.remember import REWRITTEN
from cctl.core.hook.setting import ORDERS
from cctl.core.hook.written import wrote
from cctl.host.brain.revision import commits
from cctl.host.hook import files
from cctl.host.hook.guard.wiring import settings_files
from cctl.host.hook.guard.written import located

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.hook.verdict import Verdict
    from cctl.host.hook.case import Case

ORDER = 20
EVENTS = ("SessionStart", "PreToolUse", "PostToolUse", "PostToolUseFailure")


def note(case: Case, verdict: Verdict | None) -> None:
    """Append what is new."""
    if not case.notebook:
        return
    lines = list(news(case, verdict))
    if lines:
        files.append(case.notebook, b"".join(codec.encode(line).encode() + b"\n" for line in lines))


def news(case: Case, verdict: Verdict | None) -> list[dict[str, object]]:
    """The lines to add."""
    event, memory = case.event, case.memory
    lines: list[dict[str, object]] = []
    if not memory.pin and event.name in ("SessionStart", "PreToolUse"):
        values = {name: case.settings.text(name) for name in ORDERS}
        pin: dict[str, object] = {
            **values,
            "power": {path: power(files.document(path)) for path in settings_files(case)},
        }
        if case.project:
            pin |= {"project": case.project, "commit": commits(case.project).get("HEAD", "")}
        lines.append({"pin": pin})
    if event.name == "PreToolUse":
        denied = verdict is not None and verdict["decision"] == "deny"
        written = [*wrote(event.tool, event.input, case.effects), *case.patched]
        paths = [] if denied else [located(path, event.cwd) for path in written]
        fresh = [path for path in dict.fromkeys(paths) if path not in memory.wrote]
        if fresh:
            lines.append({"wrote": fresh})
        if case.asks and event.call and not denied:
            lines.append({"asked": case.asks, "call": event.call})
    elif event.call in memory.asked:
        lines.append({"ran": event.call})
    if case.rewritten:
        lines.append({"mark": REWRITTEN})
    return lines
