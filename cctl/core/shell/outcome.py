"""How control goes on behind a command."""

STAYS = 0
LEAVES_HERE = 1
"""It leaves the loop or the function around it."""
LEAVES_SHELL = 2
