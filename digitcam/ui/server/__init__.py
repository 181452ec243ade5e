"""The server behind the pages: its start, a route of its own, and workarounds.

Imports the rooms below ui; never a page or a component.
"""
