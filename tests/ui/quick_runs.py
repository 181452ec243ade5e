"""Leave out what Streamlit repeats for each run of a page in these tests, and what takes longer than the page."""

import functools
import sys
from collections.abc import Iterator

import pytest
from streamlit.components.v2 import manifest_scanner


@pytest.fixture(scope="package", autouse=True)
def quick_runs() -> Iterator[None]:
    """Clear no session of Keras, and look for components once.

    If Keras is loaded, Streamlit (1.67) clears its session after each run of a page, which collects all garbage: 0.3 s.
    The app never loads Keras; other tests in this process do. Each AppTest reads the metadata of all installed packages
    to find components: 0.2 s. A server does so once.
    """
    with pytest.MonkeyPatch.context() as patch:
        if keras := sys.modules.get("keras"):
            patch.setattr(keras.backend, "clear_session", lambda: None)
        scan = functools.cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield
