"""Pictures and films of what core describes as cells: the only place that imports an imaging library."""
