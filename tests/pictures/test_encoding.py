"""PNG and JPEG files and their data URLs."""

import base64
import io

import numpy as np
from PIL import Image

from digitcam.pictures.encoding import data_url, jpeg, patch_picture, png


def test_patch_picture_clips_to_eight_bits() -> None:
    patch = np.array([[-0.1, 0.0], [0.5, 1.1]], np.float32)
    assert patch_picture(patch).tolist() == [[0, 0], [128, 255]]


def test_data_url_holds_the_png() -> None:
    picture = np.arange(6, dtype=np.uint8).reshape(2, 3)
    kind, content = data_url(png(picture)).split(",")
    assert kind == "data:image/png;base64"
    np.testing.assert_array_equal(np.asarray(Image.open(io.BytesIO(base64.b64decode(content)))), picture)


def test_data_url_names_the_kind_of_file() -> None:
    grey = np.full((20, 30), 90, np.uint8)
    assert data_url(jpeg(grey)).startswith("data:image/jpeg;base64,")
    assert data_url(png(grey)).startswith("data:image/png;base64,")
    assert data_url(b"<svg/>", "image/svg+xml").startswith("data:image/svg+xml;base64,")
