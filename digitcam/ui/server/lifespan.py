"""The start of the server: preload libraries, set limits, open a browser; and its end: stop the training."""

import asyncio
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import streamlit as st
from starlette.formparsers import MultiPartParser

# The slow libraries (av, OpenCV, LiteRT, SQLAlchemy, openpyxl) are loaded before the first visitor comes.
import digitcam.networks.service
import digitcam.notebook.export
import digitcam.notebook.store
import digitcam.video  # noqa: F401
from digitcam.networks.job import stop_jobs
from digitcam.ui.server.open_files import allow_open_files

ALL_INTERFACES: Final = ("0.0.0.0", "::")
"""Values of ``server.address`` that mean every network interface; browsers cannot open them."""


@asynccontextmanager
async def lifespan(_app: st.App) -> AsyncIterator[dict[str, Any]]:
    """Prepare the server before it takes connections, and stop the training when it ends.

    `streamlit run` calls this for the ``st.App`` in streamlit_app.py, on its event loop.
    """
    keep_uploads_in_memory()
    allow_open_files()
    if not st.get_option("server.headless"):
        # `streamlit run` opens a browser by itself, but not for an ``st.App`` (Streamlit 1.67).
        webbrowser.open(page_url())
    try:
        yield {}
    finally:
        # uvicorn ends the process by SIGTERM's default action, which calls no functions registered with atexit.
        await asyncio.to_thread(stop_jobs)


def keep_uploads_in_memory() -> None:
    """Keep uploaded pictures off the server's disk.

    Starlette writes an upload of more than ``spool_max_size`` bytes, one megabyte, to a temporary file. Streamlit has
    no option for it, so the class attribute is raised above the largest upload that Streamlit accepts.
    """
    MultiPartParser.spool_max_size = (int(st.get_option("server.maxUploadSize")) + 1) * 1024 * 1024


def page_url() -> str:
    """Return the page's address for a browser on this computer."""
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    address = st.get_option("server.address") or st.get_option("browser.serverAddress")
    host = "localhost" if address in ALL_INTERFACES else address
    path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"{scheme}://{host}:{st.get_option('browser.serverPort')}/{path}"
