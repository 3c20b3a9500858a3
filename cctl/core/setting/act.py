"""Settings of `act` and `notify`; none of them may come from a repository."""

from __future__ import annotations

from cctl.core.setting import Setting

SETTINGS = (
    Setting("act", "table", (), "What to do when: [[act]] tables with on, do, cooldown, for, grace, reason, command, "
            "file.", "never"),
    Setting("notify.on", "list", ("needs_input", "finding:warning", "done:error"), "What `notify` tells of."),
    Setting("notify.webhook", "text", "", "Address that `notify` posts to without --webhook.", "never"),
    Setting("notify.shape", "choice", "json", "Form of what is posted.", "never",
            choices=("json", "slack", "discord", "teams", "ntfy", "text")),
    Setting("notify.secret_file", "text", "", "File that holds the secret that posts are signed with.", "never"),
    Setting("notify.cooldown", "duration", "30s", "Between two messages of one kind about one session.", "higher"),
)  # fmt: skip
