"""The parts that pages consist of: widgets, panels, and browser components with a ``.js`` file of the same name.

Streamlit runs them on the visitor's script thread. Imports server and the rooms below ui; never a page.
"""
