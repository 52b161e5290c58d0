"""Ids as labels of files that know no escapes, on one line each, and ties between their numbers."""

import re
from collections.abc import Sequence
from typing import Final

import polars as pl

from qvgraph.language import decimal, say
from qvgraph.problems import fail

_LINE_ENDS: Final = re.compile("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029]+")


def labels_of(ids: pl.Series) -> list[str]:
    """Ids with single quotation marks for double ones and blanks for line ends.

    Raises `InputError` where two ids become the same.
    """
    labels: dict[str, str] = {}
    for id_ in ids:
        label = _LINE_ENDS.sub(" ", id_.replace('"', "'")).strip()
        if not label or label in labels:
            what = say(
                "the ids “{one}” and “{other}” cannot be told from each other in this format",
                one=labels.get(label, ""),
                other=id_,
            )
            raise fail("", what)
        labels[label] = id_
    return list(labels)


def lines_of_ties(ids: pl.Series, ties: pl.DataFrame) -> pl.Series:
    """Each tie as the numbers of its ends, counted from 1, and its strength where it has one."""
    numbers = range(1, ids.len() + 1)
    line = pl.concat_str(
        *(pl.col(end).replace_strict(ids, numbers).cast(pl.String) for end in ("source", "target")),
        pl.col("strength").cast(pl.String),
        separator=" ",
        ignore_nulls=True,
    )
    return ties.select(line.alias("line"))["line"]


def lost_in_labels(ids: pl.Series, labels: Sequence[str]) -> list[str]:
    """What to say of ids that are not what they were."""
    changed = sum(one != other for one, other in zip(ids, labels, strict=True))
    return [say("signs that this format lacks, in {n} ids", n=decimal(changed))] if changed else []
