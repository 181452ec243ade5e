"""Start and end of the server: `streamlit run` finds the ``st.App`` in streamlit_app.py and calls this."""

import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import streamlit as st

# Imported before the first visitor comes, since these take most of a second: video, networks and the database.
import digitcam.networks.service
import digitcam.notebook.store
import digitcam.video  # noqa: F401
from digitcam.ui.server.workarounds import keep_uploads_in_memory


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Prepare the server before it takes connections."""
    keep_uploads_in_memory()
    if not st.get_option("server.headless"):
        webbrowser.open(page_url())
    yield {}


def page_url() -> str:
    """Return the page's address for a browser on this computer."""
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    host = st.get_option("server.address") or st.get_option("browser.serverAddress")
    path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"{scheme}://{host}:{st.get_option('server.port')}/{path}"
