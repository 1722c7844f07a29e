"""Pages for citizens and businesses."""
