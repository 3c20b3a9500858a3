"""Budgets: limits on what sessions, projects, days and blocks may spend, and how they stand."""
