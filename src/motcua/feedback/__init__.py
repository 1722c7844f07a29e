"""What citizens say back: satisfaction and petitions (phản ánh, kiến nghị)."""
