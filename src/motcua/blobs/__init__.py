"""Bytes by their hash, with their true kind and their integrity."""
