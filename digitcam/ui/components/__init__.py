"""The parts of pages: widgets, panels, and components with a browser script.

A component's script is the ``.js`` file of the same name. Streamlit runs the Python side on the visitor's script
thread. Imports server and the rooms below ui; never a page.
"""
