"""What judging touches on the machine: tables, facts, rule files, the log of decisions, a local model."""
