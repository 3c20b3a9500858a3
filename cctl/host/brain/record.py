"""What happens to calls, written into the log: by the hook after its answer, and by `brain decide --log`."""

from __future__ import annotations

from cctl.core.brain.event import happened
from cctl.core.brain.write import written_down
from cctl.host.brain.log import Log

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from cctl.core.brain.decide import Decider, Verdict

FOLDER = "brain"  # in cctl's state folder


def log_in(state: str) -> Log:
    """The log in cctl's state folder."""
    return Log(f"{state}/{FOLDER}")


def decided(
    log: Log,
    decider: Decider,
    call: Mapping[str, object],
    facts: Mapping[str, object],
    verdict: Verdict,
    ts: str,
    *,
    links: Mapping[str, str] | None = None,
    **more: object,
) -> str:
    """Write a decision down; "" when it went well. `more` may hold `answer` (where another layer had the last word),
    `digest` (of tool and input), `ms` (how long it took), `tables` (the id of the tables).
    """
    event = written_down(decider, call, facts, verdict, links, hidden)
    return log.append([event | more], ts)


def told(log: Log, kind: str, call: str, session: str, ts: str, **more: object) -> str:
    """Write anything else down: `dialog`, `outcome` {failed, ms}, `rejected` {by, said}, `interrupted`."""
    return log.append([happened(kind, call, session, **more)], ts)


def hidden(text: str) -> str:
    """A text without its secrets; paths stay, since the log must be judged again."""
    from cctl.core.redact import Redactor  # noqa: PLC0415 -- patterns: only texts that may hold a secret pay for them

    return Redactor(places=False).text(text)
