"""Pictures of users: a folder with a table of ground truths."""

import csv
import re
from functools import partial
from pathlib import Path
from typing import Final

from digitcam.errors import EvaluationError
from digitcam.evaluate.samples import Sample
from digitcam.evaluate.written import cells_of
from digitcam.pictures.loading import load_picture

TABLE: Final = "labels.csv"

COLUMNS: Final = ("file", "label", "kind", "source")

_LABEL: Final = re.compile(r"[0-9]*(\|[0-9]+)*")


def photos(folder: Path) -> list[Sample]:
    """List the pictures of a folder.

    Args:
        folder: Contains ``labels.csv`` with the columns file (relative to the folder), label (digits in reading order,
            ``|`` between lines, empty if there is nothing to read), kind (pictures of one kind are counted together)
            and source (ignored). The column full is optional: the text as written, with separators and signs, ``|``
            between lines and `` ; `` between the cells of a row.

    Returns:
        The samples in the table's order. Loading one raises ImageError if its file is not a picture.

    Raises:
        EvaluationError: If the folder or its table is missing, the table is not as described, or it names a file that
            does not exist.
    """
    if not folder.is_dir():
        raise EvaluationError(f"There is no folder {folder}.")
    table = folder / TABLE
    try:
        with table.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            _check_columns(table, reader.fieldnames or ())
            samples = [_sample(table, row) for row in reader]
    except FileNotFoundError as exc:
        raise EvaluationError(f"{table} is missing; it is a table with the columns {','.join(COLUMNS)}.") from exc
    except (OSError, UnicodeDecodeError, csv.Error) as exc:
        raise EvaluationError(f"{table} cannot be read: {exc}") from exc
    if not samples:
        raise EvaluationError(f"{table} lists no pictures.")
    return samples


def _check_columns(table: Path, names: object) -> None:
    if not isinstance(names, list) or not set(COLUMNS) <= set(names):
        got = ",".join(names) if isinstance(names, list) else "nothing"
        raise EvaluationError(f"{table} must have the columns {','.join(COLUMNS)}; it has {got}.")


def _sample(table: Path, row: dict[str, str | None]) -> Sample:
    file, label, kind = row["file"] or "", row["label"], row["kind"]
    path = table.parent / file
    if label is None or kind is None or not _LABEL.fullmatch(label):
        raise EvaluationError(f"{table}: the label of {file!r} must be digits, with | between lines; it is {label!r}.")
    if not path.is_file():
        raise EvaluationError(f"{table} lists {file!r}, which is not there.")
    return Sample(file, kind, label.replace("|", "\n"), partial(load_picture, path), cells_of(row.get("full") or ""))
