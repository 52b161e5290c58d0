"""What a file of ours says of itself: which tables were given, with which columns of their own."""

import json
from collections.abc import Sequence

from qvgraph.model.files.outward import others_of
from qvgraph.model.network import Network


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
    plain = isinstance(told, dict) and all(
        isinstance(columns, list) and all(isinstance(name, str) for name in columns)
        for columns in told.values()
    )
    return told if plain else {}
