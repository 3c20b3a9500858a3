"""Running agents: limits and what is used of them, the command as it will be started, the records of it."""
