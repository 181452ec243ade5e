"""Find the pictures in the folders that ``read`` gets as arguments."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from digitcam.commands.sources import STDIN, Source
from digitcam.pictures.endings import ENDINGS, is_picture_name


class Found(NamedTuple):
    """What is read.

    Attributes:
        files: Files, pipes and standard input.
        problems: Messages about folders that cannot be listed, or have no pictures.
    """

    files: list[Source]
    problems: list[str]


def find_pictures(sources: Sequence[Source]) -> Found:
    """Put the pictures in and below each folder in its place, sorted by their paths.

    What is no folder is taken whatever its name. Hidden files and folders are left out, and links to folders are not
    followed, since they may lead in circles.
    """
    files: list[Source] = []
    problems: list[str] = []
    for source in sources:
        if is_folder(source):
            pictures, unlisted = _pictures(Path(source))
            files += pictures
            problems += unlisted
            if not pictures and not unlisted:
                problems.append(f"{source} has no pictures. Their names end in {', '.join(ENDINGS)}.")
        else:
            files.append(source)
    return Found(files, problems)


def is_folder(source: Source) -> bool:
    """Return whether a source is a folder."""
    # Not Path.is_dir, which raises an exception for a name that is too long.
    return source != STDIN and os.path.isdir(source)


def _pictures(folder: Path) -> tuple[list[Path], list[str]]:
    """Return the pictures in and below a folder, and messages about folders that cannot be listed."""
    pictures: list[Path] = []
    errors: list[OSError] = []
    for name, subfolders, names in os.walk(folder, onerror=errors.append):
        subfolders[:] = [each for each in subfolders if not each.startswith(".")]
        pictures += filter(is_picture_name, (Path(name, each) for each in names))
    return sorted(pictures), [f"{exc.filename} cannot be read: {exc.strerror or exc}" for exc in errors]
