"""A workbook with forty faults: each is named with its cell in one pass, and nothing else is."""

import datetime
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from workbooks import workbook

from qvgraph.model.files import read_network
from qvgraph.problems import InputError

SHEETS: dict[str, list[list[Any]]] = {
    "Betriebe": [
        ["Kennung", "Art", "Name", "Region", "Größenklasse", "Beschäftigte", "Budget", "Mitglied",
         "Ansprechperson", "Beitrittsneigung", "Nutzen", "Warteliste", "beim Träger", "Notiz"],
        *(
            [f"b{n:02}", "Betrieb", f"Firma {n}", "ulm", "mittel", 100 + n, 1000.5 * n,
             "ja" if n % 2 else "nein", "m1", 0.1 * n, 12.5, None, False, f"Notiz {n}"]
            for n in range(20)
        ),
        ["v1", "Verband", "Verband", "ulm"],
        ["i1", "Institution", "Kammer", "ulm"],
    ],
    "Manager": [
        ["Kennung", "Name", "Region", "Stellenanteil", "Träger"],
        ["m1", "Kohl", "ulm", 0.5, "i1"],
        ["m2", "Mai", "ulm", 1, "i1"],
    ],
    "Beziehungen": [
        ["von", "an", "Art", "Stärke", "Vertrauen"],
        *([f"b{n:02}", f"b{n + 1:02}", "Rat", 0.5, 0.25] for n in range(12)),
    ],
    "Kontakte": [
        ["Ansprechperson", "Organisation", "Stärke"],
        *(["m1", f"b{n:02}", 0.5] for n in range(6)),
    ],
    "Mitgliedschaften": [
        ["Organisation", "Verband"],
        *([f"b{n:02}", "v1"] for n in range(6)),
    ],
    "Kurse": [
        ["Kennung", "Kompetenzen", "Anbieter", "Stunden", "Preis", "Plätze", "Mindestzahl"],
        *([f"k{n}", "cnc;cad", "i1", 40, 1200.0, 12, 6] for n in range(6)),
    ],
    "Kompetenzen": [["Kennung", "Name"], ["cnc", "Fräsen"], ["cad", "Zeichnen"]],
    "Stand und Bedarf": [
        ["Betrieb", "Kompetenz", "Bestand", "Bedarf"],
        *([f"b{n:02}", "cnc", 0.5, 0.75] for n in range(6)),
    ],
}  # fmt: skip

FAULTS: dict[str, dict[str, Any]] = {
    "Betriebe": {
        "B4": "Firma",  # no such word
        "B7": None,  # required
        "B10": ("=X1", None, "#REF!"),
        "C10": ("=X1", None, "#N/A"),
        "D5": "ULM",  # the region in another spelling
        "E8": "riesig",
        "E9": "klein",  # contradicts the head count
        "F3": -4,
        "F6": "viele",
        "F11": 12.5,
        "F12": datetime.date(2024, 3, 1),
        "F13": ("=1/0", None, "#DIV/0!"),
        "G5": -0.5,
        "G14": "1.200",  # can be read in two ways
        "H15": "vielleicht",
        "H16": 2,
        "H22": "ja",  # an association is no member
        "I17": "m9",
        "J18": datetime.time(9, 30),
        "K19": -1,
        "L20": "k9",
        "M21": "#BEZUG!",
    },
    "Manager": {"D2": -0.5, "A3": "b05"},
    "Beziehungen": {
        "B2": "b00",  # its own partner
        "B4": "b99",
        "C5": "Streit",
        "D6": 1.5,
        "E7": "hoch",
        "A14": "b00",  # an empty partner
    },
    "Kontakte": {"A3": "m9", "C4": -0.1, "B6": "b03"},
    "Mitgliedschaften": {"B3": "b04", "A5": None},
    "Kurse": {"B3": "cnc;cad;cnc", "B4": "xyz", "C2": "i9", "G5": 20, "F6": 0},
    "Stand und Bedarf": {"B3": "lasern"},
}
"""By sheet and cell, what stands there instead."""

TOLD_AT = {("Beziehungen", "A14"): ("Beziehungen", "B14")}
"""Where a fault is named if it is not where it was planted: what is missing is beside it."""


def cells(rows: list[list[Any]]) -> dict[str, Any]:
    return {
        f"{chr(65 + column)}{number}": value
        for number, row in enumerate(rows, 1)
        for column, value in enumerate(row)
        if value is not None
    }


def test_the_workbook_is_sound_without_the_faults(tmp_path: Path) -> None:
    sheets = {name: cells(rows) for name, rows in SHEETS.items()}
    assert len(read_network(workbook(tmp_path / "sound.xlsx", **sheets)).tables) == 8


def test_all_forty_faults_are_named_with_their_cells_in_one_pass(tmp_path: Path) -> None:
    sheets = {
        name: {k: v for k, v in {**cells(rows), **FAULTS.get(name, {})}.items() if v is not None}
        for name, rows in SHEETS.items()
    }
    planted = {(sheet, cell) for sheet, those in FAULTS.items() for cell in those}
    assert len(planted) >= 40
    with pytest.raises(InputError) as caught:
        read_network(workbook(tmp_path / "faulty.xlsx", **sheets))
    places = [one.place for one in caught.value.problems]
    assert None not in places
    found = Counter((place.sheet, place.spot) for place in places if place is not None)
    assert set(found) == {TOLD_AT.get(place, place) for place in planted}
    assert set(found.values()) == {1}
    for problem in caught.value.problems:
        assert problem.place is not None
        assert f"sheet {problem.place.sheet}, cell {problem.place.spot}, " in str(problem)
