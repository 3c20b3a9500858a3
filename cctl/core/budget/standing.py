"""How one limit stands for one key: what share is spent, and when it breaks."""

from __future__ import annotations

from cctl.core.budget.account import Account
from cctl.core.budget.limit import NANO, Limit
from cctl.core.moment import stamp
from cctl.core.stats.block import HOUR_S
from cctl.records.named import NamedTuple
from cctl.records.schema import Record

FAR_MS = 100 * 365 * 86_400_000


class Standing(NamedTuple):
    """How one limit stands for one key."""

    limit: Limit
    key: str
    since_ms: int
    until_ms: int
    account: Account

    @property
    def ratio(self) -> float:
        """The share of the limit that is spent."""
        if self.limit.nano:
            return self.account.nano / self.limit.nano
        return self.account.tokens / self.limit.tokens

    @property
    def name(self) -> str:
        """What it is on, without the folders that lead there."""
        return self.key.rpartition("/")[2]


def forecast(standing: Standing, now_ms: int, reserved: int) -> Record:
    """When it breaks at the rate of now, counting as spent what running runs have reserved of it."""
    limit, account = standing.limit, standing.account
    made: Record = {}
    held = reserved if limit.nano else 0
    if held:
        made["reserved_usd"] = round(held / NANO, 9)
    nano_rate, token_rate = account.rates(now_ms)
    if nano_rate:
        made["burn_usd_per_h"] = round(nano_rate * HOUR_S * 1000 / NANO, 6)
    left = limit.nano - account.nano if limit.nano else limit.tokens - account.tokens
    rate = nano_rate if limit.nano else token_rate
    wait = max(0, left - held) / rate if rate else 0 if held >= left else FAR_MS
    if left > 0 and wait < FAR_MS:
        made["breaks"] = stamp(now_ms + int(wait))
    return made
