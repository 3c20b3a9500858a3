"""Judging sessions without rules: one file per check, thresholds as data, and findings that carry their evidence."""
