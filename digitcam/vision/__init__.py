"""Image operations: pure functions on arrays, without state or networks.

Imports config and readings. Within this room modules import only `geometry`, so that each step can be called alone.
"""
