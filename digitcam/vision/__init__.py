"""Image operations: pure functions from arrays to arrays, without state and without networks.

Imports config and readings. Within this room modules import only `geometry`, so that each step can be called alone.
"""
