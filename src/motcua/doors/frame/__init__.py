"""The frame of every page: layout, components, form widgets, charts, static files."""
