"""Writing cctl's hook into agents' settings and taking it out again: files, launcher, the record of what was done."""
