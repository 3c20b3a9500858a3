"""What is said to people and to other machines about a record."""
