"""Code that runs once for all visitors: the server's start, a route of its own, and workarounds for the frameworks.

Imports the rooms below ui; never a page or a component.
"""
