"""`cctl-pipelines(7)` and the README's pipelines: recipes for pipes, cron, systemd and CI."""

from __future__ import annotations

from pathlib import Path

from cctl import __version__
from cctl.kit.man import DATE
from cctl.kit.recipes import filled, recipes
from cctl.kit.roff import Page

_CRON = (
    "# cron knows no PATH of yours, and mails whatever a line says: these are silent as long as all is well.",
    "PATH=/home/me/.local/bin:/usr/bin:/bin",
    "# Keep the ledger.",
    "*/10 * * * *  cctl stats --since all >/dev/null",
    "# An agent is in trouble (13), or nobody could look (20). No desktop can be reached from here, a web hook can.",
    "*/5 * * * *   cctl-cron-health critical -- --webhook https://ntfy.sh/mytopic --shape ntfy --spool",
    "# The week is over budget; today cost twice the mean of the seven days before. What was broken stands on stderr.",
    "0 18 * * 1-5  cctl history --since 'this week' | cctl gate --max-usd 100 --require-end >/dev/null",
    "0 18 * * 1-5  cctl history --since 8d | cctl gate --versus 7d --require-end >/dev/null",
)
UNITS = {
    "cctl-ledger.service": (
        "[Unit]",
        "Description=Remember what agents spent before they delete their transcripts",
        "[Service]",
        "Type=oneshot",
        "ExecStart=%h/.local/bin/cctl stats --since all",
        "StandardOutput=null",
    ),
    "cctl-ledger.timer": (
        "[Unit]",
        "Description=Keep the ledger",
        "[Timer]",
        "OnCalendar=*:0/10",
        "Persistent=true",
        "[Install]",
        "WantedBy=timers.target",
    ),
    "cctl-guard.service": (
        "[Unit]",
        "Description=Refuse the next call of whoever breaks a budget",
        "[Service]",
        "ExecStart=%h/.local/bin/cctl-budget-kill --deny session=5usd day=50usd",
        "Restart=on-failure",
        "RestartSec=10",
        "SuccessExitStatus=143",
        "[Install]",
        "WantedBy=default.target",
    ),
    "cctl-notify.service": (
        "[Unit]",
        "Description=Say on the desktop which agent needs me",
        "PartOf=graphical-session.target",
        "[Service]",
        "Environment=PATH=%h/.local/bin:/usr/bin:/bin",
        "ExecStart=/bin/sh -c 'cctl watch | cctl health | cctl notify --desktop'",
        "StandardOutput=null",
        "Restart=always",
        "RestartSec=10",
        "[Install]",
        "WantedBy=graphical-session.target",
    ),
}
_GITHUB = (
    "- run: claude -p 'fix the failing test' || true",
    "- run: cctl history --since 1h | cctl gate --max-usd 5 --require-end --github --junit cctl.xml > cctl.jsonl",
)


def _units() -> list[str]:
    lines = [
        "# systemctl --user enable --now cctl-ledger.timer cctl-guard.service",
        "# journalctl --user -u cctl-guard shows what was found and done.",
    ]
    for name, unit in UNITS.items():
        lines += ["", f"# ~/.config/systemd/user/{name}", *unit]
    return lines


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
    for title, lines in (("Cron", _CRON), ("Systemd user units", _units()), ("A step of a GitHub workflow", _GITHUB)):
        page.heading(title)
        page.block(lines)
    page.heading("See also")
    page.paragraph("`cctl`(1), `cctl-records`(5), `cctl-config`(5)")
    readme = Path(__file__).resolve().parents[3] / "README.md"
    files = {"man/cctl-pipelines.7": page.text()}
    return files | ({"README.md": filled(readme.read_text())} if readme.exists() else {})
