"""Digitcam: `streamlit run streamlit_app.py`. The server imports it once; each visitor's page is a run of it."""

import streamlit as st

if __name__ == "__main__":
    from digitcam.ui.pages.navigation import run_page

    st.set_page_config(page_title="Digitcam", page_icon="🔢", layout="wide")
    run_page()
else:
    from digitcam.ui.server.lifespan import lifespan
    from digitcam.ui.server.news import NEWS

    app = st.App(__file__, lifespan=lifespan, routes=[NEWS])
