"""Settings about prices."""

from __future__ import annotations

from cctl.core.setting import Setting

SETTINGS = (
    Setting(
        "prices", "table", {},
        'Prices laid over the built-in ones, field by field: [prices."MODEL"] with input, output, write_5m, write_1h, '
        "read, web, fast, geo, tiers, from, until, context, like.",
        "never", unit="USD per million tokens",
    ),
)  # fmt: skip
