"""From sightings of responses to what was spent: one response once, for the session that paid."""
