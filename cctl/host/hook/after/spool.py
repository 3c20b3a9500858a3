"""Every event leaves a line in its session's spool: evidence for `watch`, and the earlier verdict for later events."""

from __future__ import annotations

from cctl.core.hook import trace
from cctl.host.hook import files

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cctl.core.hook.verdict import Verdict
    from cctl.host.hook.case import Case

ORDER = 10
EVENTS = ("*",)
_SHOWN = ("home", "user")


def note(case: Case, verdict: Verdict | None) -> None:
    """Append the line; a dialog's call is written with its input."""
    if case.spool:
        event = case.event
        files.append(case.spool, trace.line(event, case.begun_ms, case.digest, verdict, shown(case)))


def shown(case: Case) -> dict[str, object] | None:
    """The input of a call that a human is or was asked about, without its secrets."""
    name = case.event.name
    if name != "PermissionRequest" and not (name.startswith("PostToolUse") and _dialog(case)):
        return None
    from cctl.core.redact import Redactor  # noqa: PLC0415 -- patterns: only dialogs pay for them

    plain = trace.brief(case.event.input)
    clean, told = Redactor().record_found({"input": plain})
    # Names of homes stay: what waits is told apart by comparing it with the transcript's call.
    return clean["input"] if any(each.kind not in _SHOWN for each in told) else plain


def _dialog(case: Case) -> bool:
    """Whether the call was asked about in a dialog."""
    mark = f'"digest":"{case.digest}"'.encode()
    spool = files.tail(case.spool, 1 << 16)
    end = len(spool)
    while (at := spool.rfind(mark, 0, end)) >= 0:
        if b'"event":"PermissionRequest"' in spool[spool.rfind(b"\n", 0, at) + 1 : at]:
            return True
        end = at
    return False
