"""What a secret looks like, and how to find one that is wrapped, coloured or encoded."""
