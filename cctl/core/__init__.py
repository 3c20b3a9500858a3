"""Layer 1: pure: records in, records out; time, files and network are arguments."""
