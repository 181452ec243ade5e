"""What pages are made of: widgets, panels, and browser components with a ``.js`` file of the same name.

Runs on the visitor's script thread. Imports server and the rooms below ui; never a page.
"""
