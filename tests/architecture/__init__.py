"""Tests of the import contracts in pyproject.toml."""
