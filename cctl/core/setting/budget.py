"""Settings of budgets."""

from __future__ import annotations

from cctl.core.setting import Setting

SETTINGS = (
    Setting("budget.session_usd", "usd", None,
            "Limit of a session, its sub-agents included; held by `cctl run`, and by the hook while `cctl budget` "
            "goes on.",
            "lower", unit="USD"),
    Setting("budget.project_usd", "usd", None, "Limit of a project in a day.", "lower", unit="USD"),
    Setting("budget.day_usd", "usd", None, "Limit of a day.", "lower", unit="USD"),
    Setting("budget.week_usd", "usd", None, "Limit of a week.", "lower", unit="USD"),
    Setting("budget.block_usd", "usd", None, "Limit of a block of five hours.", "lower", unit="USD"),
    Setting("budget.warn_ratio", "float", 0.8, "Share of a limit at which is warned.", "lower", unit="share"),
    Setting("budget.enforce_estimates", "bool", False,
            "Whether spend that is estimated or unpriced may stop a session.", "true"),
)  # fmt: skip
