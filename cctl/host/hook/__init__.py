"""One event of an agent answered: read, judged by a chain of guards, said, and noted. Imports next to nothing."""
