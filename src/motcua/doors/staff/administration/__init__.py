"""What administrators keep: the first run, agencies, people, calendars, limits, settings, the record."""
