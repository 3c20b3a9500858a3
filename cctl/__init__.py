"""cctl: small Unix commands that supervise AI coding agents."""

__version__ = "0.1.0"
