"""What a file's pages are."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from digitcam.pictures.frames import Size
from digitcam.recognition.turning import Turn, turn_picture


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """One page of a file, as people see it.

    Attributes:
        name: The file's name; with the number of the page from the second on, as in ``scan.tif[2]``.
        grey: (h, w) uint8. Pictures of more than `frames.MAX_READ_PIXELS` are reduced.
        colour: (h', w', 3) uint8 BGR, of the same size or smaller; None if it was not asked for.
        size: Width and height of the original, upright, pixels.
        note: What a user must know about it; None if there is nothing.
        turn: Degrees clockwise by which it was turned because of its writing.
    """

    name: str
    grey: NDArray[np.uint8]
    colour: NDArray[np.uint8] | None
    size: Size
    note: str | None = None
    turn: Turn = 0


def page_name(name: str, number: int) -> str:
    """Return the name of a file's page.

    Examples:
        >>> [page_name("scan.tif", number) for number in (1, 2)]
        ['scan.tif', 'scan.tif[2]']
    """
    return name if number == 1 else f"{name}[{number}]"


def turn_page(page: Page, turn: Turn) -> Page:
    """Return a page turned by so many degrees clockwise."""
    if not turn:
        return page
    colour = None if page.colour is None else turn_picture(page.colour, turn)
    size = page.size if turn == 180 else Size(page.size.height, page.size.width)
    return replace(page, grey=turn_picture(page.grey, turn), colour=colour, size=size, turn=turn)
