"""Where an agent's settings call cctl's hook: what should stand there, what does, and how to change nothing else."""
