"""Tests of digitcam.notebook, on SQLite and PostgreSQL."""
