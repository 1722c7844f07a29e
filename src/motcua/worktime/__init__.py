"""Calendars and the arithmetic of working time."""
