"""Counting, pure: what one dossier adds to a period, and which counts make a criterion."""
