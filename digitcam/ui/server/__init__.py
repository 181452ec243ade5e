"""What runs once for all visitors: start and end of the server, its own route, workarounds for the frameworks.

Imports the rooms below ui; never a page or a component.
"""
