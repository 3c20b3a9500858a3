"""A predicate over a whole stream that sets an exit status: budgets, errors, turns, and conditions on records."""
