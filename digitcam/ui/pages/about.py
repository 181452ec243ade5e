"""The about page: how Digitcam works, privacy, versions."""

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

import streamlit as st

from digitcam import __version__
from digitcam.pictures.encoding import data_url
from digitcam.ui import texts
from digitcam.ui.components.network import network_service
from digitcam.ui.markdown import escape

PACKAGES: Final = ("streamlit", "streamlit-webrtc", "aiortc", "ai-edge-litert", "opencv-python-headless", "numpy")
"""Distributions whose versions are shown."""

IMAGES: Final = Path(__file__).parents[1] / "images"


def about_page() -> None:
    """Show the page."""
    st.title(texts.common.ABOUT, anchor=False)
    st.write(texts.about.ABOUT_INTRO)
    st.header(texts.about.HOW_IT_WORKS, anchor=False)
    st.html(_pictures())
    st.markdown(texts.about.STEPS)
    st.header(texts.about.PRIVACY, anchor=False)
    st.markdown(texts.about.PRIVACY_TEXT)
    st.header(texts.about.VERSIONS, anchor=False)
    st.markdown("\n".join(f"- {name}: {what}" for name, what in _versions()))


@cache
def _pictures() -> str:
    """Return the pictures of the steps as HTML; as many stand side by side as are large enough."""
    figures = (
        f'<figure><img src="{data_url((IMAGES / f"how-{name}.webp").read_bytes(), "image/webp")}" alt="{alt}">'
        f"<figcaption>{caption}</figcaption></figure>"
        for name, (caption, alt) in texts.about.PICTURES.items()
    )
    return f'<div class="digitcam-how"><div>{"".join(figures)}</div></div>'


def _versions() -> list[tuple[str, str]]:
    return [
        ("Digitcam", __version__),
        (texts.about.NETWORK, _network()),
        *((name, _version(name)) for name in PACKAGES),
    ]


def _network() -> str:
    metadata = network_service().poll().metadata
    if metadata is None:
        return texts.about.NO_NETWORK
    return texts.about.NETWORK_TEXT.format(
        architecture=escape(metadata.architecture), accuracy=metadata.test_accuracy, date=escape(metadata.date[:10])
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        # Another distribution of the same library may be installed, for example opencv-python.
        return texts.common.NOTHING
