"""Spend records for tests, short to write."""

from pathlib import Path
from typing import Any

import cctl
from cctl.core.money.price import Table
from cctl.core.stats.heard import Heard

OPUS, SONNET, HAIKU = "claude-opus-4-5-20251101", "claude-sonnet-4-5-20250929", "claude-haiku-4-5-20251001"
TABLE = Table.load((Path(cctl.__file__).parent / "data" / "prices.json").read_bytes())


def spend(id: str, ts: str, model: str = OPUS, input: int = 0, output: int = 0, **more: Any) -> dict[str, Any]:
    """One response; 1 M tokens of Opus cost 5 in and 25 out, of Sonnet 3 and 15, of Haiku 1 and 5 dollars."""
    tokens = {"input": input, "output": output}
    tokens |= {name: more.pop(name) for name in ("cache_write_5m", "cache_write_1h", "cache_read") if name in more}
    record = {"type": "spend", "v": 1, "ts": ts, "session": "s1", "agent": "claude", "id": id, "model": model}
    return {**record, "tokens": tokens, "tools": [], **more}


def heard(*records: dict[str, Any]) -> Heard:
    """The store that has heard some records."""
    store = Heard(TABLE)
    for record in records:
        store.feed(record)
    return store
