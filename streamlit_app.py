"""Digitcam: `streamlit run streamlit_app.py`. The server imports it once; each visitor's page is a run of it."""

import streamlit as st

if __name__ == "__main__":
    from digitcam.ui.pages import run_page

    st.set_page_config(page_title="Digitcam", page_icon="🔢", layout="wide")
    run_page()
else:
    from digitcam.ui.news import NEWS
    from digitcam.ui.server import lifespan

    app = st.App(__file__, lifespan=lifespan, routes=[NEWS])
