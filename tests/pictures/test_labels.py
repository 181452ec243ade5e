"""Places of labels: beside their number, and over nothing that was written."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from digitcam.pictures.labels import GAP_PX, Marked, Size, covered, place_labels, surrounding
from digitcam.readings import Box

PICTURE = Box(0, 0, 1000, 800)

numbers_anywhere = st.lists(
    st.builds(
        lambda x, y, width, height, count: tuple(
            Box(x + (width + 4) * i, y, x + (width + 4) * i + width, y + height) for i in range(count)
        ),
        st.integers(0, 900),
        st.integers(0, 740),
        st.integers(4, 40),
        st.integers(8, 60),
        st.integers(1, 4),
    ),
    min_size=1,
    max_size=20,
)


def marked(boxes: tuple[Box, ...]) -> Marked:
    height = boxes[0].height
    return Marked(boxes, tuple(Size(max(8, round(len(boxes) * share * height)), height) for share in (0.8, 0.5)))


def overlap(box: Box, *others: Box) -> int:
    return int(covered([box], np.array(others, np.int64).reshape(-1, 4))[0])


def distance(first: Box, second: Box) -> int:
    across = max(first.x0 - second.x1, second.x0 - first.x1, 0)
    return max(across, first.y0 - second.y1, second.y0 - first.y1)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=12), st.integers(6, 50))
def test_place_labels_with_room_cover_no_digit_and_no_label(counts: list[int], height: int) -> None:
    """Numbers stand on a grid of four columns whose cells have room for a label above."""
    numbers = []
    for cell, count in enumerate(counts):
        x, y = 250 * (cell % 4), 260 * (cell // 4) + height + GAP_PX
        numbers.append(tuple(Box(x + 55 * i, y, x + 55 * i + 50, y + height) for i in range(count + 1)))
    labels = place_labels([marked(boxes) for boxes in numbers], PICTURE)
    digits = [box for boxes in numbers for box in boxes]
    for index, (label, boxes) in enumerate(zip(labels, numbers, strict=True)):
        assert not overlap(label, *digits, *labels[:index], *labels[index + 1 :])
        assert distance(label, surrounding(boxes)) == GAP_PX
        assert label.height <= boxes[0].height


@given(numbers_anywhere)
def test_place_labels_of_any_numbers_stay_in_the_picture_in_one_of_their_sizes(
    numbers: list[tuple[Box, ...]],
) -> None:
    given_numbers = [marked(boxes) for boxes in numbers]
    for label, number in zip(place_labels(given_numbers, PICTURE), given_numbers, strict=True):
        assert label == label.clipped(PICTURE)
        assert (label.width, label.height) in number.sizes


@given(numbers_anywhere)
def test_place_labels_cover_something_only_where_every_side_is_taken(numbers: list[tuple[Box, ...]]) -> None:
    labels = place_labels([marked(boxes) for boxes in numbers], PICTURE)
    for index, (label, boxes) in enumerate(zip(labels, numbers, strict=True)):
        others = [box for other in numbers for box in other] + labels[:index]
        if overlap(label, *others):
            around = surrounding(boxes)
            width, height = marked(boxes).sizes[-1]
            above = Box(around.x0, around.y0 - GAP_PX - height, around.x0 + width, around.y0 - GAP_PX)
            assert overlap(above, *others) or above != above.clipped(PICTURE)


def test_place_labels_sides_are_tried_in_order() -> None:
    number = (Box(400, 400, 440, 450),)
    walls = {
        "above": Box(300, 340, 540, 396),
        "below": Box(300, 454, 540, 510),
        "right": Box(444, 340, 540, 510),
    }
    found = []
    for count in range(4):
        blocked = [Marked((wall,), (Size(1, 1),)) for wall in list(walls.values())[:count]]
        label = place_labels([marked(number), *blocked], PICTURE)[0]
        found.append((label.y1 < 400, label.y0 > 450, label.x0 > 440, label.x1 < 400))
    assert found == [
        (True, False, False, False),
        (False, True, False, False),
        (False, False, True, False),
        (False, False, False, True),
    ]


def test_place_labels_between_two_numbers_is_a_last_resort() -> None:
    upper, lower = (Box(100, 100, 140, 150),), (Box(100, 186, 140, 236),)
    first, second = place_labels([Marked(boxes, (Size(40, 20),)) for boxes in (upper, lower)], PICTURE)
    assert first.y1 < 100
    assert second.y0 > 236


def test_place_labels_digit_that_fills_the_picture_gets_a_label_on_itself() -> None:
    neighbour = (Box(0, 0, 500, 800),)
    label, other = place_labels([marked((Box(500, 0, 1000, 800),)), marked(neighbour)], PICTURE)
    assert not overlap(label, *neighbour)
    assert overlap(other, *neighbour)


def test_place_labels_without_numbers_is_empty() -> None:
    assert place_labels([], PICTURE) == []
