"""The ledger: everything agents ever spent, read once, kept when their transcripts are gone."""
