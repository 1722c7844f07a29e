"""Adapters: how ports declared below are answered by libraries and by other systems."""
