"""Where ``read`` writes its results: standard output, or a file whose ending says its format."""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, Protocol

import click

from digitcam.commands.answers import Answer
from digitcam.commands.output import show
from digitcam.reporting.cells import number_or_text
from digitcam.reporting.csv import csv_lines
from digitcam.reporting.excel import Sheet, to_workbook

JSON_LINES: Final = ".jsonl"
"""Ending of a file with a JSON object per page."""

BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it, Excel reads UTF-8 as the local code page."""


class Results(Protocol):
    """Takes the answers for all pages that could be read, in order."""

    def write(self, answer: Answer) -> None:
        """Write what was read on one page."""

    def close(self) -> None:
        """Finish, also after Ctrl-C."""


class Printed:
    """Prints each answer on standard output."""

    def write(self, answer: Answer) -> None:
        """Print an answer."""
        show(answer.text or "")

    def close(self) -> None:
        """Do nothing: everything is printed."""


class JsonLines:
    """Writes a JSON object per page as it comes."""

    def __init__(self, path: Path, kept_bytes: int) -> None:
        """Open a file.

        Args:
            path: The file.
            kept_bytes: How much of what it has is kept.
        """
        if kept_bytes:
            os.truncate(path, kept_bytes)
        self._file = path.open("ab" if kept_bytes else "wb")

    def write(self, answer: Answer) -> None:
        """Write an answer, which is JSON."""
        self._file.write(f"{answer.text}\n".encode())
        self._file.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class CsvFile:
    """Writes the rows of each page as they come."""

    def __init__(self, path: Path, names: bool) -> None:
        """Open a file; what it has is dropped.

        Args:
            path: The file.
            names: Whether the page's name stands before each row.
        """
        self._file, self._names = path.open("wb"), names
        self._file.write(BYTE_ORDER_MARK.encode())

    def write(self, answer: Answer) -> None:
        """Write the rows of a page."""
        start = (answer.name,) if self._names else ()
        self._file.write(csv_lines(start + row for row in answer.rows).encode())
        self._file.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class ExcelFile:
    """Writes a workbook with a sheet per page at the end: an Excel file cannot be extended."""

    def __init__(self, path: Path) -> None:
        """Open a file beside this path; it takes the path's place when it is complete."""
        self._path, self._part = path, path.with_name(f"{path.name}.{os.getpid()}.part")
        self._file = self._part.open("wb")
        self._sheets: list[Sheet] = []

    def write(self, answer: Answer) -> None:
        """Add a sheet. Numbers are numbers unless that would lose a digit."""
        rows = [[number_or_text(text) if text else None for text in row] for row in answer.rows]
        self._sheets.append(Sheet(os.path.basename(answer.name), (), rows))

    def close(self) -> None:
        """Write the workbook."""
        try:
            with self._file:
                self._file.write(to_workbook(self._sheets or [Sheet("", (), ())]))
            self._part.replace(self._path)
        finally:
            self._part.unlink(missing_ok=True)


def check_target(context: click.Context, parameter: click.Parameter, value: Path | None) -> Path | None:
    """Refuse a file whose ending is that of no format."""
    if value is not None and value.suffix.lower() not in (".csv", ".xlsx", JSON_LINES):
        raise click.BadParameter(f"{str(value)!r} must end in .csv, .xlsx or {JSON_LINES}", context, parameter)
    return value


def is_json(target: Path | None) -> bool:
    """Return whether the results are written to a ``.jsonl`` file."""
    return target is not None and target.suffix.lower() == JSON_LINES


@contextlib.contextmanager
def open_results(target: Path | None, names: bool, kept_bytes: int) -> Iterator[Callable[[Answer], None]]:
    """Open a file, as a context manager that gives the function that writes an answer.

    Args:
        target: The file; None for standard output.
        names: Whether the page's name stands before each row of CSV.
        kept_bytes: How much of what a file of JSON has is kept.

    Raises:
        click.ClickException: If the file cannot be written.
    """
    with _explained(target):
        results = _opened(target, names, kept_bytes)

    def write(answer: Answer) -> None:
        with _explained(target):
            results.write(answer)

    try:
        yield write
    finally:
        with _explained(target):
            results.close()


def _opened(target: Path | None, names: bool, kept_bytes: int) -> Results:
    if target is None:
        return Printed()
    if is_json(target):
        return JsonLines(target, kept_bytes)
    return CsvFile(target, names) if target.suffix.lower() == ".csv" else ExcelFile(target)


@contextlib.contextmanager
def _explained(target: Path | None) -> Iterator[None]:
    """Turn the errors of a file into a message; standard output has its own."""
    try:
        yield
    except OSError as exc:
        if target is None:
            raise
        raise click.ClickException(f"{target} cannot be written: {exc.strerror or exc}.") from exc
