"""What a call would do, as effects from a closed set: read from the call alone, by tables that are data."""
