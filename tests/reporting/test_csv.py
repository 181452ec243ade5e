import csv
import io

from digitcam.reporting.csv import to_csv

COLUMNS = ("file", "text")


def test_to_csv_without_rows_writes_the_heading() -> None:
    assert to_csv([], COLUMNS) == "file,text\r\n"


def test_to_csv_special_characters_survive() -> None:
    rows = [{"file": 'a "b", c.png', "text": "4"}, {"file": "ä\nö.png", "text": ""}]
    assert list(csv.DictReader(io.StringIO(to_csv(rows, COLUMNS), newline=""))) == rows


def test_to_csv_unknown_column_is_dropped_and_missing_value_is_empty() -> None:
    assert to_csv([{"file": "a", "other": 1}], COLUMNS) == "file,text\r\na,\r\n"
