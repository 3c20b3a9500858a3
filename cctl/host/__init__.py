"""Layer 2: effects, each behind a small surface: files, processes, databases, clocks, the network."""
