"""Pictures of records: what kind of picture they make (`pick`), its numbers (`picture`), and how it is drawn."""
