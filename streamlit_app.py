"""Digitcam: `streamlit run streamlit_app.py`. Loaded once, by the server; each visitor's page is page.py."""

import streamlit as st

from digitcam.ui.server import lifespan

app = st.App("page.py", lifespan=lifespan)
