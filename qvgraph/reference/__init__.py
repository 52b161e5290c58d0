"""Everything declared, to be looked up by name: read from where it lives, never written twice."""

from qvgraph.reference.entries import Entry, drawn_by, entries, of_mechanism
from qvgraph.reference.lookup import Listing, View, everything, look_up
from qvgraph.reference.tidy import table

__all__ = [
    "Entry",
    "Listing",
    "View",
    "drawn_by",
    "entries",
    "everything",
    "look_up",
    "of_mechanism",
    "table",
]
