"""Kept readings, on SQLite and on a PostgreSQL server."""
