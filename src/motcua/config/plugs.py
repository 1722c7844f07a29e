"""Which adapter serves which port, and who listens to which outbox topic."""


def connect() -> None:
    """Called once, when every app is loaded."""
