"""Pages of the control officer: control room, criteria, plans, tasks, targets."""
