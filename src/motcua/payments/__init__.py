"""What is owed for a dossier, and what was paid, how."""
