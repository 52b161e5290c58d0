"""What a file of ours says of itself: which tables were given, with which columns of their own."""

import json
from collections.abc import Sequence

from qvgraph.model.files.graph import HELD
from qvgraph.model.files.outward import others_of
from qvgraph.model.network import Network
from qvgraph.model.tables import TABLES


def telling(network: Network) -> str:
    """The given tables that a graph can hold, each with its columns beyond the declared ones."""
    return json.dumps(others_of(network), ensure_ascii=False)


def tables_told(text: str) -> dict[str, Sequence[str]]:
    """The same, read back; nothing where it is anything else."""
    if not text.startswith("{"):
        return {}
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    ours = isinstance(told, dict) and all(
        table in HELD and _are_others(table, columns) for table, columns in told.items()
    )
    return told if ours else {}


def _are_others(table: str, columns: object) -> bool:
    """Whether these are names of columns beyond the declared ones, each once."""
    if not isinstance(columns, list) or not all(isinstance(name, str) for name in columns):
        return False
    declared = {column.name for column in TABLES[table]}
    return len(set(columns)) == len(columns) and declared.isdisjoint(columns)
