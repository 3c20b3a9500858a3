"""Proving that the gate holds: the installed client, offline, against a server of our own, with calls that tell."""
