"""What was done: from records to deeds that `history`, `summary` and `search` answer from."""
