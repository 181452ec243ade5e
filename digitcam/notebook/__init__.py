"""Readings that people keep, in a database: the only folder that says sqlalchemy."""
