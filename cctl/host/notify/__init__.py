"""Telling people and machines: the desktop, web hooks, the user's own commands; none of them may hold up the pipe."""
