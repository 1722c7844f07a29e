"""The work of procedure control besides plans: inspections, dialogue, outreach, emulation, initiatives, budget."""
