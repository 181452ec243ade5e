"""The part of the pictures that is read: dragged on a picture, and kept in the page's address."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import streamlit as st

from digitcam.pictures.crop import WHOLE, RelativeRegion
from digitcam.pictures.encoding import data_url
from digitcam.ui import texts
from digitcam.ui.components.picture_numbers import SCRIPT, STYLE

REGION: Final = "picture_region"
"""Key in the session state: the part that is read."""

PICKER: Final = "region"
"""Key of the component in the session state."""

A_BOX: Final = "A box"
"""Value of ``read`` in addresses with a part: ``?read=A box&across=10&across=90&down=0&down=50``, in percent."""

DEFAULT_SPAN: Final = (10.0, 90.0)
"""What an address with ``read=A box`` means that lacks ``across`` or ``down``."""

_component = st.components.v2.component(
    "digitcam_region",
    js=SCRIPT + Path(__file__).with_suffix(".js").read_text("utf-8"),
    css=STYLE + Path(__file__).with_suffix(".css").read_text("utf-8"),
)


def chosen_region() -> RelativeRegion:
    """Return the part that this visitor reads, and keep it in the address."""
    if REGION not in st.session_state:
        st.session_state[REGION] = _from_address()
    region: RelativeRegion = st.session_state[REGION]
    _to_address(region)
    return region


def pick_region(preview: bytes, alt: str, region: RelativeRegion, count: int, linked: Mapping[str, Any]) -> None:
    """Show a picture on which the part is dragged.

    Args:
        preview: The picture as JPEG.
        alt: What it shows, for people who do not see it.
        region: The part that is read now.
        count: Number of pictures to which the part applies.
        linked: Its numbers, from `linked_numbers`.
    """
    data = {
        "picture": data_url(preview, "image/jpeg"),
        "alt": alt,
        "region": [region.across[0], region.down[0], region.across[1], region.down[1]],
        "label": texts.pictures.REGION,
        "corners": texts.pictures.CORNERS,
        "place": texts.pictures.CORNER_PLACE,
        "hint": texts.pictures.DRAG if count == 1 else texts.pictures.DRAG_FOR_ALL,
        "whole": texts.pictures.WHOLE_PICTURE,
        "linked": linked,
    }
    _component(key=PICKER, data=data, on_region_change=_take)


def parse_region(sides: Any) -> RelativeRegion | None:
    """Return the part that the browser has sent; None if it sent something else.

    Args:
        sides: Left, top, right and bottom in percent of the picture, as received.

    Examples:
        >>> parse_region([10, 0, 90, 50])
        RelativeRegion(across=(10.0, 90.0), down=(0.0, 50.0))
    """
    try:
        x0, y0, x1, y1 = map(float, sides)
        return RelativeRegion((x0, x1), (y0, y1))
    except (TypeError, ValueError, OverflowError):
        return None


def _take() -> None:
    """Keep the part that the browser has just sent."""
    region = parse_region(st.session_state.get(PICKER, {}).get("region"))
    if region is not None:
        st.session_state[REGION] = region


def _from_address() -> RelativeRegion:
    """Return the part that the address states; the whole picture if it states none, or nonsense."""
    if st.query_params.get("read") != A_BOX:
        return WHOLE
    (x0, x1), (y0, y1) = (_span(st.query_params.get_all(name)) for name in ("across", "down"))
    return parse_region([x0, y0, x1, y1]) or WHOLE


def _span(stated: Sequence[str]) -> Sequence[object]:
    return stated if len(stated) == 2 else DEFAULT_SPAN


def _to_address(region: RelativeRegion) -> None:
    wanted: dict[str, list[str]] = {"read": [], "across": [], "down": []}
    if region != WHOLE:
        wanted = {"read": [A_BOX], "across": _stated(region.across), "down": _stated(region.down)}
    for name, values in wanted.items():
        if st.query_params.get_all(name) != values:
            # Streamlit removes a name whose list is empty.
            st.query_params[name] = values


def _stated(span: tuple[float, float]) -> list[str]:
    return [f"{end:g}" for end in span]
