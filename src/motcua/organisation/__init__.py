"""Agencies, units, staff, posts, roles with scope, and what holds for an agency on a day."""
