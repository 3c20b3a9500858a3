"""The one matrix of effects and policies, and the verdict that comes of it."""
