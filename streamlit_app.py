"""Digitcam: `streamlit run streamlit_app.py`. The server imports this file once; each visitor's page is a run of it."""

import streamlit as st

if __name__ == "__main__":
    # Components register themselves only when they are imported in a visitor's run.
    from digitcam.ui.pages.navigation import run_page

    st.set_page_config(page_title="Digitcam", page_icon="🔢", layout="wide")
    run_page()
else:
    from digitcam.ui.server.lifespan import lifespan
    from digitcam.ui.server.stream_status import STREAM_STATUS

    app = st.App(__file__, lifespan=lifespan, routes=[STREAM_STATUS])
