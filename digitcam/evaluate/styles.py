"""Styles: the parameters of the rendered scenes."""

from dataclasses import dataclass, replace
from typing import Final, TypeAlias

Range: TypeAlias = tuple[float, float]
"""Minimum and maximum of a uniform distribution."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """Parameters of a scene of 640×480 pixels.

    Attributes:
        digits: Number of digits, in one row.
        height: Longer side of a digit, as a share of the picture's height.
        turn_deg: Maximum rotation of a digit either way, degrees.
        tilt: Maximum shift of each corner of the sheet either way, as a share of the picture's sides.
        paper: Grey value of the paper in full light.
        contrast: Difference between ink and paper, grey levels.
        light: Loss of light on the darkest side of the paper, as a share of full light.
        shadow: Loss of light in a shadow with an edge, as a share; (0, 0) for no shadow.
        ruled: Share of sheets that are ruled; half of these are squared.
        rule_contrast: Contrast of the rules, as a share of the ink's.
        blur_px: Standard deviation of the blur from lens and motion, pixels.
        noise: Standard deviation of the sensor's noise, grey levels.
        quality: JPEG quality, 0 to 100.
        dark: True for light ink on dark ground.
        held: Width of a sheet held up before a room, as a share of the picture's width; None if the sheet fills the
            picture.
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
"""An ordinary desk: light from one side, slight motion blur, a cheap camera."""

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
"""Style of each kind of scene: clean paper, an ordinary room, hard conditions, a blackboard, numbers in a room, and a
sheet held up before a room.

No parameter of the readers was tuned on these scenes, and no network was trained on them. The digits are not selected:
some in MNIST are broken or contain a neighbour's stroke, so that no reader gets all of them right.
"""

FONT_STYLES: Final[dict[str, Style]] = {"font_room": STYLES["scene_room"], "font_hard": STYLES["scene_hard"]}
"""Style of each kind of scene whose digits are those of handwriting fonts. No network was trained on these fonts."""
