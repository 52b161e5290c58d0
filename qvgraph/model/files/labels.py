"""Ids as labels of files that know no escapes: between quotation marks, on one line."""

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


def lost_in_labels(ids: pl.Series, labels: Sequence[str]) -> list[str]:
    """What to say of ids that are not what they were."""
    changed = sum(one != other for one, other in zip(ids, labels, strict=True))
    return [say("signs that this format lacks, in {n} ids", n=decimal(changed))] if changed else []
