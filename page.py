"""What each visitor sees; run anew by Streamlit at each change. streamlit_app.py starts it."""

import streamlit as st

from digitcam.ui.pages import run_page

st.set_page_config(page_title="Digitcam", page_icon="🔢", layout="wide")
run_page()
