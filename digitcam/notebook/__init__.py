"""Kept readings in a database; the only room that imports SQLAlchemy.

`entries` defines a kept reading, `store` keeps, lists, corrects and deletes, `schema` creates and migrates the tables,
`database` runs transactions and recovers from a lost or replaced database, with `transactions`, `files` (SQLite's) and
`failures` (what visitors are told). `export` writes CSV and Excel.
Imports errors, readings and reporting.
"""
