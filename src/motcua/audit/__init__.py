"""What happened, by whom: an append-only record with seals, and the outbox."""
