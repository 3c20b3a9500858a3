"""What going on with a session costs before it has said a word: its whole context is sent again.

While the provider's cache is warm that is a tenth of the price of input; once it is cold, everything is written to the
cache anew, which is dearer than input. An hour's pause over a full context is where sessions get expensive unseen.
"""

from __future__ import annotations

from collections.abc import Sequence

from cctl.core.moment import epoch_ms
from cctl.core.money.paid import Cost
from cctl.records.schema import Record

LONG_MS = 600_000  # a cache that lasts longer than this after its last use is the one-hour kind


def terms(session: Record, argv: Sequence[str], now_ms: int, cost: Cost) -> Record:
    """The `resume` record of a session, from its session record."""
    found: Record = {"type": "resume", "v": 1, "ts": session["ts"], "session": session["session"]}
    found |= {"agent": session["agent"], "argv": [*argv], "cwd": session.get("project") or session.get("cwd") or ""}
    found |= {name: session[name] for name in ("state", "model", "context_tokens", "cache_expires") if name in session}
    expires = epoch_ms(session.get("cache_expires"))
    found["cache"] = "unknown" if expires < 0 else "warm" if expires > now_ms else "cold"
    found["estimated"] = True
    if "cost_usd" in session:
        found["spent_usd"] = session["cost_usd"]
    return found | _prices(found, expires, epoch_ms(session.get("last")), now_ms, cost)


def _prices(found: Record, expires: int, last: int, now_ms: int, cost: Cost) -> Record:
    tokens, model = found.get("context_tokens", 0), str(found.get("model") or "")
    if not tokens or not model:
        return {}
    long = last >= 0 and expires - last > LONG_MS
    warm = cost(model, now_ms, 0, 0, 0, 0, tokens, 0, "", "")
    cold = cost(model, now_ms, 0, 0, 0 if long else tokens, tokens if long else 0, 0, 0, "", "")
    if warm is None or cold is None:
        return {}
    priced = {"warm_usd": warm / 1e9, "cold_usd": cold / 1e9}
    return priced | {"cost_usd": priced["warm_usd" if found["cache"] == "warm" else "cold_usd"]}
