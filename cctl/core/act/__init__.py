"""What to do about findings, breaches, verdicts and states: a table that the user writes, carried out once each."""
