"""What to say of a file that is not a picture which can be read: what it is, and what to do."""

from typing import Final

from digitcam.errors import ImageError
from digitcam.pictures.child import Kind
from digitcam.pictures.problems import damaged

READABLE: Final = "PNG, JPEG, HEIC, WebP, BMP, TIFF and PDF can be read"

HEAD_BYTES: Final = 1024
"""Length of the beginning that tells files apart, bytes. A PDF's mark may stand anywhere in it."""

_AS_JPEG: Final = "save it as JPEG or PNG and send that."

_RAW: Final = "a camera's raw file. Send the JPEG that the camera made of it, or export one."
_OFFICE: Final = "an archive or an office document (ZIP). Take the pictures out of it and send those."
_VIDEO: Final = "a video. Send a photograph or a screenshot of it."

_GENERAL_BRANDS: Final = (b"mif1", b"msf1", b"miaf")
"""Brands of HEIC files that AVIF files list as well."""

_HEIC_BRANDS: Final = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", *_GENERAL_BRANDS)

_BRANDS: Final = {
    b"avif": f"an AVIF picture; {_AS_JPEG}", b"avis": f"an AVIF picture; {_AS_JPEG}",
    b"crx ": _RAW,
}  # fmt: skip
"""Files that begin with a box ``ftyp``, by their brand."""

_STARTS: Final = (
    (b"PK\x03\x04", _OFFICE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document. Export its pictures or pages and send those."),
    (b"Rar!", "an archive (RAR). Take the pictures out of it and send those."),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7z). Take the pictures out of it and send those."),
    (b"\x1f\x8b", "a compressed file (gzip). Take the picture out of it and send that."),
    (b"GIF8", f"a GIF picture; {_AS_JPEG}"),
    (b"\xff\x0a", f"a JPEG XL picture; {_AS_JPEG}"),
    (b"\0\0\0\x0cJXL ", f"a JPEG XL picture; {_AS_JPEG}"),
    (b"\0\0\0\x0cjP  ", f"a JPEG 2000 picture; {_AS_JPEG}"),
    (b"\xff\x4f\xff\x51", f"a JPEG 2000 picture; {_AS_JPEG}"),
    (b"8BPS", f"a Photoshop file; {_AS_JPEG}"),
    (b"gimp xcf", f"a GIMP file; {_AS_JPEG}"),
    (b"\0\0\x01\0", f"an icon; {_AS_JPEG}"),
    (b"FUJIFILMCCD-RAW", _RAW),
    (b"IIRO", _RAW),
    (b"IIRS", _RAW),
    (b"IIU\0", _RAW),
    (b"{\\rtf", "a text document. Take a picture of what it shows and send that."),
    (b"\x1a\x45\xdf\xa3", _VIDEO),
)
"""Files by what they begin with."""

_DAMAGED_STARTS: Final = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"BM")
"""Beginnings of the formats that can be read."""


def not_readable(head: bytes, name: str) -> ImageError:
    """Return the error for a file that no decoder accepts.

    Args:
        head: The first `HEAD_BYTES` of the file, or all of a shorter one.
        name: Its name.
    """
    if not head:
        return ImageError(f"{name} is not a picture: the file is empty. Send it again.")
    kind = _kind(head)
    if kind is not None:
        return ImageError(f"{name} is {kind} {READABLE}.")
    if head.startswith(_DAMAGED_STARTS) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return damaged(name)
    return ImageError(f"{name} is not a picture; {READABLE}.")


def is_camera_raw(head: bytes) -> bool:
    """Return whether a file is a raw file of a kind (Canon's CR2) that looks like an ordinary TIFF file."""
    return head[:4] == b"II*\0" and head[8:10] == b"CR"


def raw_picture(name: str) -> ImageError:
    """Return the error for a camera's raw file whose preview could be decoded."""
    return ImageError(f"{name} is {_RAW} {READABLE}.")


def child_kind(head: bytes) -> Kind | None:
    """Return what a file is that a child process decodes; None if it is none of those.

    Args:
        head: The first `HEAD_BYTES` of the file, or all of a shorter one.
    """
    if head[4:8] == b"ftyp":
        known = (brand for brand in _brands(head) if brand in _BRANDS or brand in _HEIC_BRANDS)
        return "heif" if next(known, None) in _HEIC_BRANDS else None
    return "pdf" if b"%PDF-" in head else None


def _kind(head: bytes) -> str | None:
    """Return what a file is and what to do, if it is of a well-known kind that cannot be read."""
    if head[4:8] == b"ftyp":
        return _container(head)
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if text.startswith((b"<!doctype html", b"<html")):
        return "a web page, not a picture. Save the picture itself and send that."
    if b"<svg" in text and text.startswith(b"<"):
        return "a drawing (SVG), not a picture made of pixels; export it as PNG and send that."
    return None


def _container(head: bytes) -> str:
    """Return what a file with a box ``ftyp`` is, by its main brand or the first known one of those it lists."""
    return next((_BRANDS[brand] for brand in _brands(head) if brand in _BRANDS), _VIDEO)


def _brands(head: bytes) -> list[bytes]:
    """Return the brands of a file with a box ``ftyp``, the general ones last."""
    size = int.from_bytes(head[:4], "big")
    brands = [head[8:12], *(head[place : place + 4] for place in range(16, min(size, len(head)), 4))]
    return sorted(brands, key=lambda brand: brand in _GENERAL_BRANDS)
