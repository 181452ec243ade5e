"""Create the app: `streamlit run streamlit_app.py`.

The server imports this file once, which creates ``app``; each run of a visitor's page executes it as ``__main__``.
"""

import streamlit as st

if __name__ == "__main__":
    # Not in the server's import: streamlit-webrtc registers its component only if a visitor's run imports it.
    from digitcam.ui.pages.navigation import run_page

    st.set_page_config(page_title="Digitcam", page_icon="🔢", layout="wide")
    run_page()
else:
    from digitcam.ui.server.addresses import UNKNOWN_ADDRESSES
    from digitcam.ui.server.headers import SECURITY_HEADERS
    from digitcam.ui.server.lifespan import lifespan
    from digitcam.ui.server.stream_status import STREAM_STATUS

    app = st.App(__file__, lifespan=lifespan, routes=[STREAM_STATUS], middleware=[SECURITY_HEADERS, UNKNOWN_ADDRESSES])
