import io
import zipfile

import cv2
import numpy as np
import pytest

from digitcam.errors import ImageError
from digitcam.pictures.loading import load_picture
from tests.pictures.files import GREY, encoded


def container(brand: bytes, *others: bytes) -> bytes:
    body = b"ftyp" + brand + bytes(4) + b"".join(others)
    return (len(body) + 4).to_bytes(4, "big") + body + bytes(100)


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        # Without the present time: pytest-xdist compares the names of the tests, which contain these bytes.
        archive.writestr(zipfile.ZipInfo("word/document.xml"), "<w/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "what", "advice"),
    [
        (container(b"heic", b"mif1"), "cannot be read", "Send it again"),
        (container(b"mif1", b"heic"), "cannot be read", "Send it again"),
        (container(b"hevc", b"msf1"), "cannot be read", "Send it again"),
        (container(b"avif", b"mif1"), "AVIF", "as JPEG or PNG"),
        (container(b"mif1", b"mif1", b"avif"), "AVIF", "as JPEG or PNG"),
        (container(b"isom", b"mp42"), "video", "photograph"),
        (container(b"crx "), "raw file", "JPEG"),
        (b"%PDF-1.7\n...", "cannot be read", "Send it again"),
        (b"\n junk %PDF-1.4", "cannot be read", "Send it again"),
        (zipped(), "ZIP", "Take the pictures out"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office document", "Export"),
        (b"GIF89a\1\0\1\0", "GIF", "as JPEG or PNG"),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>", "SVG", "as PNG"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html>", "web page", "the picture itself"),
        (b"II*\0\x10\0\0\0CR\2\0", "raw file", "JPEG"),
        (b"FUJIFILMCCD-RAW 0201", "raw file", "JPEG"),
        (b"8BPS\0\1", "Photoshop", "as JPEG or PNG"),
        (b"\xff\x0a\xfa\x1f", "JPEG XL", "as JPEG or PNG"),
        (b"\0\0\0\x0cjP  \r\n", "JPEG 2000", "as JPEG or PNG"),
        (b"", "empty", "Send it again"),
        (b"Dear Ada", "not a picture", "PNG, JPEG, HEIC, WebP, BMP, TIFF and PDF can be read"),
        (b"\x89PNG\r\n\x1a\n", "cannot be read", "Send it again"),
        (encoded(GREY, "TIFF")[:20], "cannot be read", "Send it again"),
        (
            cv2.imencode(".tif", GREY.astype(np.float64))[1].tobytes(),
            "of an unusual kind",
            "save it anew as PNG or JPEG",
        ),
        (encoded(GREY, "JPEG")[:20], "cannot be read", "Send it again"),
        (encoded(GREY, "WEBP")[:20], "cannot be read", "Send it again"),
    ],
)
def test_load_picture_foreign_file_is_named_with_advice(content: bytes, what: str, advice: str) -> None:
    with pytest.raises(ImageError) as caught:
        load_picture(io.BytesIO(content), "IMG_1.HEIC")
    message = str(caught.value)
    assert message.startswith("IMG_1.HEIC ")
    assert what in message
    assert advice in message
    assert message.endswith(".")
