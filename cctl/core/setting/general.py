"""Settings that several verbs share."""

from __future__ import annotations

from cctl.core.setting import Setting

SETTINGS = (
    Setting("timezone", "text", "", "Zone that days are cut in; empty: the machine's.", unit="IANA name"),
    Setting("week_start", "choice", "monday", "First day of a week.", choices=("monday", "sunday", "saturday")),
    Setting("stats.since", "duration", "24h", "How far back `stats` looks without --since."),
    Setting("history.since", "duration", "7d", "How far back `history` looks without --since."),
    Setting("ledger.use", "bool", True, "Answer from the ledger; false reads the transcripts each time."),
    Setting("clean.older_than", "duration", "30d", "Age from which `clean` proposes transcripts.", "higher"),
    Setting("scrub.words", "list", (), "Words that --scrub hides beside secrets, names and paths.", "more"),
)
