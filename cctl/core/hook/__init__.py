"""What the hook does with one event of an agent, without touching the machine; imports built-in modules alone."""
