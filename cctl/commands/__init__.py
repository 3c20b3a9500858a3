"""Layer 4: one verb per file; a file says what the verb is and calls into core and host."""

# One line of help for each group of two-word verbs; the table of groups is made from it.
GROUPS = {
    "brain": "Judge calls with what was learned from their user.",
    "config": "The configuration: what holds, where it comes from, whether it is right.",
    "hook": "The gate, and the proof that it holds.",
    "ledger": "The memory of everything that was ever spent.",
    "price": "What tokens cost.",
    "policy": "The built-in policies and a team's.",
    "rules": "Judge calls by the user's rules.",
    "run": "Runs that are under way or over.",
    "tasks": "Plans of tasks.",
}
