"""Layer 0: what crosses a pipe. Imports nothing of the project that stands above it."""
