"""One module per page, and `navigation`, which chooses between them.

Streamlit runs them on the visitor's script thread. Imports components and the rooms below ui.
"""
