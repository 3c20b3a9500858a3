"""Sessions as they are now: transcripts as they grow, processes, the agents' registries, hook events."""
