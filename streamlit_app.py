"""Digitcam's page: `streamlit run streamlit_app.py`."""

import streamlit as st

from digitcam.ui.pages import run_page

st.set_page_config(page_title="Digitcam", page_icon="🔢", layout="wide")
run_page()
