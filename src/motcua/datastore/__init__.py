"""Django-level ground: sealed and folded fields, counters, the fair write lock, the read-only guard."""
