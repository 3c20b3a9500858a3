"""Measurements: whole processes, ratios against a unit of the same run, and the answer checked each time."""
