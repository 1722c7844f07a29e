"""Figures counted by engines: one aggregation statement over facts, in our database, in DuckDB, and in Spark."""
