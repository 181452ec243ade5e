"""The page: the only folder that says streamlit."""
