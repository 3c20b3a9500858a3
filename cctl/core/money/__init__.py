"""Prices and sums in integer nano-dollars."""
