"""The guards, one file each, which each look at a call before it runs and may have a verdict on it.

A guard declares `ORDER`, `EVENTS`, `DEADLINE_MS` and `SETTLES` (whether it may answer what earlier guards ask), and has
`look(case, so_far)`. `python -m cctl.kit.generate` makes the chain of them, so that a new guard is a new file.
"""
