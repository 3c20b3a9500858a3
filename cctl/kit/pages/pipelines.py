"""`cctl-pipelines(7)` and the README's pipelines: recipes for pipes, cron, systemd and CI."""

from __future__ import annotations

from pathlib import Path

from cctl import __version__
from cctl.kit.man import DATE
from cctl.kit.recipes import filled, recipes
from cctl.kit.roff import Page

_CRON = (
    "# Keep the ledger; mail when an agent is in trouble (13) or the week's budget is broken (11).",
    "*/10 * * * *  cctl stats --since all >/dev/null",
    "# cctl-cron-health says nothing when all is well, so cron mails only trouble.",
    "*/5 * * * *   cctl-cron-health critical -- --desktop",
    "0 18 * * 1-5  cctl history --since 'this week' | cctl gate --max-usd 100 >/dev/null;"
    " [ $? -ne 11 ] || echo budget | mail -s 'over budget' $USER",
)
_UNIT = (
    "# ~/.config/systemd/user/cctl-ledger.service",
    "[Service]",
    "Type=oneshot",
    "ExecStart=%h/.local/bin/cctl stats --since all",
    "StandardOutput=null",
    "",
    "# ~/.config/systemd/user/cctl-ledger.timer",
    "[Timer]",
    "OnCalendar=*:0/10",
    "Persistent=true",
    "[Install]",
    "WantedBy=timers.target",
    "",
    "# ~/.config/systemd/user/cctl-guard.service: refuse the next call of whoever breaks a budget, as long as you work",
    "[Service]",
    "ExecStart=%h/.local/bin/cctl-budget-kill --deny session=5usd day=50usd",
    "StandardOutput=append:%h/.local/state/cctl/guard.jsonl",
    "Restart=on-failure",
    "RestartSec=10",
    "[Install]",
    "WantedBy=default.target",
)
_GITHUB = (
    "- run: claude -p 'fix the failing test' || true",
    "- run: cctl history --since 1h | cctl gate --max-usd 5 --require-end --github --junit cctl.xml > cctl.jsonl",
)


def made() -> dict[str, str]:
    """The page, and the README with its block."""
    page = Page("cctl-pipelines", 7, DATE, __version__, "pipelines to copy")
    page.heading("Description")
    page.paragraph(
        "Every source ends its stream with an `end` record, so that a gate can tell a finished stream from a broken "
        "one. In scripts set `pipefail` or give the gate --require-end."
    )
    page.heading("Recipes")
    for each in recipes():
        page.sub(each.title)
        page.block(each.run)
        page.paragraph(each.why)
    for title, lines in (("Cron", _CRON), ("Systemd user units", _UNIT), ("A step of a GitHub workflow", _GITHUB)):
        page.heading(title)
        page.block(lines)
    page.heading("See also")
    page.paragraph("`cctl`(1), `cctl-records`(5), `cctl-config`(5)")
    readme = Path(__file__).resolve().parents[3] / "README.md"
    files = {"man/cctl-pipelines.7": page.text()}
    return files | ({"README.md": filled(readme.read_text())} if readme.exists() else {})
