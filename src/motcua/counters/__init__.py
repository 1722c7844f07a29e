"""The queue of a desk: tickets, calls, displays, waiting time."""
