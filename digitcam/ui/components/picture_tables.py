"""The tables of pictures as they are now, with the names and rules that the visitor has chosen."""

from collections.abc import Sequence

from digitcam.names import shared_out
from digitcam.pictures.rules import Rules
from digitcam.pictures.table_export import NamedTable
from digitcam.ui.components.page_result import Result
from digitcam.ui.components.picture_corrections import corrections_of


def named_tables(results: Sequence[Result], rules: Rules, names: Sequence[str]) -> dict[str, NamedTable]:
    """Return the tables of results by their ids; a result without digits has none.

    Args:
        results: The results.
        rules: Of all tables.
        names: Of the rows of all tables, one after the other.
    """
    read = [result for result in results if result.rows]
    tables = [corrections_of(result.id, result.rows).table for result in read]
    of_rows = shared_out(names, (len(table.rows) for table in tables))
    return {
        result.id: NamedTable(result.record["file"], table, rules, of_table)
        for result, table, of_table in zip(read, tables, of_rows, strict=True)
    }
