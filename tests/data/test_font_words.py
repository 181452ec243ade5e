from pathlib import Path

import numpy as np
import pytest

from digitcam.data.font_words import HEIGHT_PX, font_words
from digitcam.errors import DatasetError


@pytest.mark.parametrize("held_out", [False, True])
def test_font_words_have_lines_on_an_empty_border(held_out: bool) -> None:
    words = font_words(held_out)
    assert len(words) > 400
    for word in words:
        assert word.shape[0] == HEIGHT_PX
        assert word.dtype == np.uint8
        assert word.any()
        assert not word[:, [0, -1]].any()
        assert not word[[0, -1]].any()


def test_font_words_parts_share_no_drawing() -> None:
    learnt, held_out = ({word.tobytes() for word in font_words(part)} for part in (False, True))
    assert not learnt & held_out


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04", b"not an archive"])
def test_font_words_unreadable_file_names_the_remedy(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "font_words.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(DatasetError, match="git checkout"):
        font_words(False, path)
