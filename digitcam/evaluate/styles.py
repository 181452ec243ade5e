"""What the rendered scenes look like: numbers only."""

from dataclasses import dataclass, replace
from typing import Final, TypeAlias

Range: TypeAlias = tuple[float, float]
"""Least and greatest; drawn evenly between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a scene of 640×480 pixels is drawn.

    Attributes:
        digits: How many stand in a row.
        height: Of a digit, its longer side, as a share of the picture's height.
        turn_deg: Rotation of the writing, each way.
        tilt: How far each corner of the sheet is moved by perspective, as a share of the picture's sides, each way.
        paper: Its grey value in full light.
        contrast: Grey levels between ink and paper.
        light: How much darker than in full light the darkest side of the paper is, as a share.
        shadow: Share of light that a shadow with an edge takes away; (0, 0) for none.
        ruled: Share of sheets with rules; half of them are squared.
        rule_contrast: That of the rules, as a share of the ink's.
        blur_px: Standard deviation of the blur of lens and motion.
        noise: Standard deviation of the sensor's noise, in grey levels.
        quality: Of the JPEG compression, 0 to 100.
        dark: Light ink on a dark ground.
        held: The sheet's width as a share of the picture's, before a room; None if it fills the picture.
    """

    digits: int = 1
    height: Range = (0.3, 0.7)
    turn_deg: float = 10
    tilt: float = 0.0
    paper: Range = (190, 240)
    contrast: Range = (110, 170)
    light: Range = (0.0, 0.1)
    shadow: Range = (0.0, 0.0)
    ruled: float = 0.0
    rule_contrast: Range = (0.15, 0.5)
    blur_px: Range = (0.4, 1.0)
    noise: Range = (0.5, 2.0)
    quality: Range = (85, 95)
    dark: bool = False
    held: Range | None = None


_ROOM: Final = Style(
    tilt=0.03,
    paper=(140, 225),
    contrast=(70, 130),
    light=(0.1, 0.4),
    blur_px=(0.6, 1.6),
    noise=(2.0, 5.0),
    quality=(70, 92),
)
"""An ordinary desk: a lamp on one side, a hand that is not quite steady, a cheap camera."""

STYLES: Final[dict[str, Style]] = {
    "scene_clean": Style(),
    "scene_room": _ROOM,
    "scene_hard": Style(
        height=(0.25, 0.65),
        turn_deg=15,
        tilt=0.08,
        paper=(110, 210),
        contrast=(50, 90),
        light=(0.2, 0.45),
        shadow=(0.2, 0.4),
        ruled=1.0,
        blur_px=(1.0, 3.0),
        noise=(4.0, 8.0),
        quality=(45, 80),
    ),
    "scene_dark": replace(_ROOM, paper=(25, 75), contrast=(70, 160), dark=True),
    "scene_number": replace(_ROOM, digits=3, height=(0.2, 0.4)),
    "scene_sheet": replace(_ROOM, held=(0.3, 0.8)),
}
"""By kind: clean, an ordinary room, hard, blackboard, numbers in a room, and a sheet held up before one. Nothing was
tuned by them, and nothing is trained on them. The digits are not chosen: a few of MNIST are broken or have a
neighbour's stroke, and no reader gets them all."""
