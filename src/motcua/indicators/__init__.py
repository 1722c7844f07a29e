"""Indicator sets as data, and their scoring, which is pure."""
