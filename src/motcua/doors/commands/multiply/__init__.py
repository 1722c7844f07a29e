"""Multiplying what a database holds, for measuring: `copying` writes the rows, `numbering` keeps codes without gaps."""
