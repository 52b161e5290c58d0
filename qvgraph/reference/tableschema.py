"""The tables of a network as a Frictionless Data Package, for programs that check or fill in."""

import json
from math import isinf
from typing import Any, Final

from qvgraph.declare import Column
from qvgraph.language import current, say
from qvgraph.model.files.excel_write import heading_of
from qvgraph.model.tables import KEYS, TABLES
from qvgraph.reference import columns, words

FILE: Final = "datapackage.json"

_TYPES: Final = {"text": "string", "whole": "integer", "number": "number", "flag": "boolean"}


def folder_template() -> dict[str, str]:
    """The files of a folder to fill in: a header for each table, and `datapackage.json`."""
    headers = {
        f"{table}.csv": ",".join(column.name for column in those) + "\n"
        for table, those in TABLES.items()
    }
    return {**headers, FILE: data_package()}


def data_package() -> str:
    """The text of `datapackage.json`: a resource with a Table Schema for each `<table>.csv`."""
    package = {
        "name": "network",
        "title": say("A network for qvgraph"),
        "profile": "tabular-data-package",
        "resources": [_resource(table) for table in TABLES],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _resource(table: str) -> dict[str, Any]:
    return {
        "name": table,
        "path": f"{table}.csv",
        "title": words.table(table),
        "profile": "tabular-data-resource",
        "format": "csv",
        "encoding": "utf-8",
        "schema": _schema(table),
    }


def _schema(table: str) -> dict[str, Any]:
    required = {column.name for column in TABLES[table] if column.required}
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in TABLES[table]],
        "primaryKey": [name for name in KEYS[table] if name in required],
        "missingValues": [""],
    }
    links = [
        {
            "fields": column.name,
            "reference": {"resource": column.word.refers_to, "fields": "id"},
        }
        for column in TABLES[table]
        if column.word.refers_to in TABLES and not column.word.many
    ]
    return {**schema, "foreignKeys": links} if links else schema


def _field(column: Column) -> dict[str, Any]:
    word = column.word
    field: dict[str, Any] = {
        "name": column.name,
        "type": _TYPES[word.type],
        "title": heading_of(column) if current() == "de" else column.name.replace("_", " "),
        "description": columns.note(column).replace("\n\n", "\n"),
    }
    if word.type == "flag":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if word.refers_to == "self":
        constraints["unique"] = True
    if word.choices:
        constraints["enum"] = list(word.choices)
    for name, limit in (("minimum", word.least), ("maximum", word.most)):
        if word.type in ("whole", "number") and not isinf(limit):
            constraints[name] = int(limit) if word.type == "whole" else limit
    return {**field, "constraints": constraints} if constraints else field
