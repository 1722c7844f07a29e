"""Pages about a desk: its regulation, people, rosters, premises, partners."""
