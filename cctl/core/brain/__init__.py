"""Judging one call by every layer, learning from its human, and proving what was learnt."""
