"""Reading of shell commands, and of the small programs in other languages inside of them."""
