"""The memory of what was done, which `history`, `summary` and `search` answer from; `stats` never waits for it."""
