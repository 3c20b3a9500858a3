"""Moments and stretches of time as people name them, and the calendar of a zone."""
