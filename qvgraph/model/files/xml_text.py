"""Values as they stand in XML: escaped, and without the signs that XML cannot hold."""

import re
from typing import Final

import polars as pl

from qvgraph.language import decimal, say

TYPES: Final = {pl.Int64(): "long", pl.Float64(): "double", pl.Boolean(): "boolean"}
"""What GraphML and GEXF call our types; all others are text."""

_FORBIDDEN: Final = "[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\ufffe\uffff]"
_SIGNS: Final = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\t": "&#9;",
    "\n": "&#10;",
    "\r": "&#13;",
}
_BY_NUMBER: Final = {ord(sign): name for sign, name in _SIGNS.items()}


def text_in_xml(frame: pl.DataFrame, column: str) -> pl.Expr:
    """The values of a column, fit for text and for attributes between quotation marks."""
    if frame.schema[column] != pl.String:
        return pl.col(column).cast(pl.String)
    whole = pl.col(column).str.replace_all(_FORBIDDEN, "\ufffd")
    return whole.str.replace_many(list(_SIGNS), list(_SIGNS.values()))


def attribute_of(text: str) -> str:
    """One value between quotation marks."""
    return re.sub(_FORBIDDEN, "\ufffd", text).translate(_BY_NUMBER)


def lost_signs(*frames: pl.DataFrame) -> list[str]:
    """What to say of values with signs that XML cannot hold."""
    lost = sum(
        int(frame[name].str.contains(_FORBIDDEN).sum())
        for frame in frames
        for name, type_ in frame.schema.items()
        if type_ == pl.String
    )
    return [say("signs that move a cursor, in {n} values", n=decimal(lost))] if lost else []
