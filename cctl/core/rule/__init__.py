"""The user's and the team's rules: reading, matching, testing, proposing them."""
