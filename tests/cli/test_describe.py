"""`qvgraph describe`: what is printed and written, in both languages."""

import csv
import io
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from qvgraph import language
from qvgraph.chances import CHANCES
from qvgraph.cli.commands import _commands
from qvgraph.metrics import METRICS
from qvgraph.model.tables import TABLES
from qvgraph.reference import Listing, entries, everything, look_up, table
from qvgraph.reference.kinds import WORDS, kinds
from qvgraph.reference.tidy import COLUMNS
from qvgraph.simulate.parameters import PARAMETERS
from qvgraph.simulate.record import SERIES
from qvgraph.simulate.schedule import PHASES

LISTS = {
    "lever": ("levers", "Stellschrauben"),
    "assumption": ("assumptions", "Annahmen"),
    "judge": ("judge", "Bewertungsregeln"),
    "setting": ("settings", "Einstellungen"),
    "mechanism": ("mechanisms", "Wirkmechanismen"),
    "series": ("series", "Zeitreihen"),
    "outcome": ("outcomes", "Ergebnisse"),
    "column": ("columns", "Spalten"),
    "chance": ("chances", "Zufallsereignisse"),
    "metric": ("metrics", "Kennzahlen"),
}


def describe(*arguments: str, language: str = "en") -> Result:
    """Run the command; what nobody foresaw is raised here, not turned into an exit code."""
    arguments = ("describe", *arguments, "--lang", language)
    return CliRunner().invoke(_commands, arguments, catch_exceptions=False)


def shown(*arguments: str, language: str = "en") -> str:
    """What is printed, which fits a screen, with single spaces between words."""
    result = describe(*arguments, language=language)
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert [line for line in lines if len(line) > 100 or line != line.rstrip()] == []
    return " ".join(result.stdout.split())


def refused(*arguments: str, language: str = "en") -> list[str]:
    result = describe(*arguments, language=language)
    assert result.exit_code == 2
    assert result.stdout == ""
    return result.stderr.splitlines()


def of_visits() -> tuple[int, int, int]:
    """How many levers, assumptions and chances one mechanism has."""
    kinds_of = [one.kind for one in PARAMETERS.values() if one.mechanism == "visits"]
    drawn = next(one.chances for one in PHASES if one.name == "visits")
    return kinds_of.count("lever"), kinds_of.count("assumption"), len(drawn)


@pytest.fixture(autouse=True)
def on_a_wide_screen(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("COLUMNS", "150")


# ---- cards of everything


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_every_card_has_both_labels_and_fits_the_screen(spoken: str):
    text = shown(*(entry.name for entry in entries()), language=spoken)
    for entry in entries():
        assert f" {' '.join(entry.de.split())} " in text, entry.name
        assert f" {' '.join(entry.en.split())} " in text, entry.name


@pytest.mark.parametrize("width", [60, 72, 80, 90])
def test_a_narrow_screen_is_respected_and_what_it_cannot_hold_is_named(
    width: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("COLUMNS", str(width))
    for word in ("mechanisms", "metrics", "chances", "assumptions", "columns", "outcomes"):
        lines = describe(word, language="de").stdout.splitlines()
        assert max(map(len, lines)) <= width, word
    german = shown("assumptions", language="de")
    assert "branchenübergreifende" in german  # no word is broken
    assert ("nicht gezeigt: " in german) == (width < 100)
    assert "nicht gezeigt: " not in shown("mechanisms", language="de")


# ---- the overview


def test_without_a_name_there_is_an_overview():
    text = shown()
    for word, count in (
        ("levers", sum(one.kind == "lever" for one in PARAMETERS.values())),
        ("assumptions", sum(one.kind == "assumption" for one in PARAMETERS.values())),
        ("series", len(SERIES)),
        ("chances", len(CHANCES)),
        ("metrics", len(METRICS)),
    ):
        assert f" {word} {count} " in text
    places = [text.index(f" {one.number} {one.name} {one.en.split()[0]}") for one in PHASES]
    assert places == sorted(places)
    assert f" 6 visits visits Besuche {' '.join(map(str, of_visits()))} " in text
    assert "qvgraph describe visits.visit_hours" in text


def test_the_overview_is_in_german_too():
    text = shown(language="de")
    assert f"Stellschrauben {sum(one.kind == 'lever' for one in PARAMETERS.values())} " in text
    assert f" 6 visits visits Besuche {' '.join(map(str, of_visits()))} " in text
    assert "levers" not in text.partition("qvgraph")[0]


@pytest.mark.parametrize("spoken", language.LANGUAGES)
def test_the_words_of_the_overview_can_be_typed(spoken: language.Language):
    language.use(spoken)
    for kind, those in kinds().items():
        assert WORDS[those.several.casefold()] == kind


# ---- lists


@pytest.mark.parametrize("spoken", language.LANGUAGES)
@pytest.mark.parametrize("kind", LISTS)
def test_all_of_a_kind_are_listed_by_its_word_in_either_language(kind: str, spoken: str):
    english, german = LISTS[kind]
    text = shown(english, language=spoken)
    assert shown(german, language=spoken) == shown(german.upper(), language=spoken) == text
    for entry in entries():
        if entry.kind == kind:
            assert f" {entry.short} " in text
    heading = {"en": (" name ", " meaning "), "de": (" Name ", " Bedeutung ")}
    other = {"en": "de", "de": "en"}[spoken]
    assert all(word in text for word in heading[spoken])
    assert not any(word in text.partition("(")[0] for word in heading[other])


def test_values_by_size_have_a_line_for_each_class():
    text = describe("levers").stdout
    assert re.search(r"\n  micro +275  165 to 412\.5\n  small +660 ", text)
    german = describe("levers", language="de").stdout
    assert re.search(r"\n  micro +275  165 bis 412,5\n", german)


def test_columns_are_listed_by_table_and_chances_by_phase():
    assert "ties.csv: directed ties" in shown("columns")
    columns = len(TABLES["organisations"])
    assert shown("organisations").startswith(f"Columns ({columns}), organisations.csv: firms")
    assert " 6 visits 48 VISITED " in shown("chances")
    german = shown("organisations", language="de")
    assert german.startswith(f"Spalten ({columns}), organisations.csv: Betriebe")


def test_a_kind_before_a_name_means_that_kind_only():
    assert shown("series", "members").count("members: ") == 1
    assert shown("Ergebnis", "members", language="de").startswith("members: Ergebnis ")
    assert shown("levers", "visits").startswith(f"Levers ({of_visits()[0]}), 6 visits ")
    assert shown("mechanism", "6").startswith("visits: mechanism ")
    assert look_up(["chance", "50"]) == look_up(["TALK_WITH_MANAGER"])
    both = look_up(["levers", "chances"])
    assert [view.kind for view in both if isinstance(view, Listing)] == ["lever", "chance"]


# ---- cards


def test_the_card_of_an_assumption():
    assert describe("visits.visit_hours").stdout.startswith(
        """\
visits.visit_hours: assumption
  English            hours per contact with travel and follow-up
  German             Stunden je Besuch
  unit               hours
  type               number
  default            3
  range              2 to 6
  beyond the range   only with outside_range = true; type limits: at least 0
  changes over time  yes, by months since the region's start: { 0 = …, 12 = … }
  holds for          each region for itself
  phase              6 visits
  confidence         low
  source             judgement

[assumptions]  # for a single scenario: [scenario.NAME]
visits.visit_hours = 3.0
"""
    )


def test_the_card_of_an_assumption_in_german():
    assert describe("visit_hours", language="de").stdout.startswith(
        """\
visits.visit_hours: Annahme
  englisch              hours per contact with travel and follow-up
  deutsch               Stunden je Besuch
  Einheit               Stunden
  Typ                   Zahl
  Vorgabe               3
  Spanne                2 bis 6
  außerhalb der Spanne  nur mit outside_range = true; Typgrenzen: mindestens 0
  zeitlich änderbar     ja, nach Monaten seit dem Start der Region: { 0 = …, 12 = … }
  gilt für              jede Region für sich
  Phase                 6 visits (Besuche)
  Sicherheit            gering
  Quelle                eigene Einschätzung

[assumptions]  # für ein einzelnes Szenario: [scenario.NAME]
visits.visit_hours = 3.0
"""
    )


def test_a_card_says_what_is_special_about_a_value():
    assert "beyond the range never" in shown("funding.fte")
    assert "no, one value for all months" in shown("pilot_months")
    assert "each district for itself" in shown("turntable.turntable")
    assert "the whole network" in shown("network.sectors")
    assert "for each size class: micro, small, medium, large" in shown("exchange.meetings")
    assert "small 0.2 to 0.42; " in shown("exchange.meetings")
    assert "under_50 0; under_500 0.5; from_500 0.75 " in shown("statutory_share")
    assert "[judge] core = 12" in shown("judge.core")
    assert "the rule of evaluation_months holds" in shown("judge.month")
    assert "[network] draws = 20" in shown("draws")


def test_a_mechanism_shows_all_that_belongs_to_it():
    text = shown("visits")
    assert text.startswith("visits: mechanism English visits German Besuche what happens Managers")
    assert "6 of 12, after turntable, before exchange" in text
    for word, count in zip(("Levers", "Assumptions", "Chances"), of_visits(), strict=True):
        assert f"{word} ({count})" in text
    assert "visits: monthly series" in text  # a figure of the same name
    german = shown("visits", language="de")
    assert "Das Verbundmanagement besucht Organisationen" in german
    assert "6 von 12, nach turntable, vor exchange" in german
    for word in ("Stellschrauben (", "Annahmen (", "Zufallsereignisse ("):
        assert word in german


def test_the_first_and_the_last_phase_have_one_neighbour():
    assert "1 of 12, before turnover " in shown("funding") + " "
    assert "12 of 12, after membership " in shown("recording") + " "


def test_the_start_has_assumptions_and_chances_too():
    text = shown("network")
    assert re.search(r"Assumptions \(\d+\), network: starting network", text)
    assert re.search(r"Chances \(\d+\), network: starting network", text)


def test_a_name_that_means_several_things_shows_all_of_them():
    text = shown("members")
    assert "members: monthly series" in text
    assert "members: outcome" in text
    assert "See also: organisations.member, " in text
    assert {view.name for view in look_up(["host_neutrality"])} == {
        "visits.host_neutrality", "managers.host_neutrality",
    }  # fmt: skip


def test_a_column_says_what_it_holds():
    for name in ("organisations.size", "size"):
        assert "one of: micro, small, medium, large required no" in shown(name)
    assert "id from organisations required yes" in shown("ties.source")
    assert "ids from skills, separated by semicolons" in shown("trainings.skills")
    assert "eines von: micro, small, medium, large Pflicht nein" in shown("size", language="de")


@pytest.mark.parametrize("typed", [["50"], ["chance", "50"], ["talk_with_manager"]])
def test_a_chance_is_found_by_its_number_and_its_name(typed: list[str]):
    assert shown(*typed).startswith(
        "TALK_WITH_MANAGER: chance English the talk with the manager is open German das Gespräch "
        "mit dem Management ist offen no. 50 drawn for organisation phase 6 visits"
    )


def test_the_index_of_a_chance_is_named():
    assert "Nr. 53 gezogen für Organisation und je Angebot" in shown("TOLD", language="de")
    assert "(firm, partner's partner)" in shown("69")
    assert "(Betrieb, Partner des Partners)" in shown("69", language="de")


def test_a_label_finds_its_thing_as_well():
    assert look_up(["Stunden je Besuch"]) == look_up(["visits.visit_hours"])
    assert look_up(["Besuche"]) == look_up(["mechanism", "visits"])


# ---- what nobody declared


def test_an_unknown_name_is_answered_with_the_nearest():
    assert refused("visit_hour") == [
        "visit_hour: nothing of this name is declared; did you mean visit_hours?"
    ]
    assert refused("visitz.tell", language="de") == [
        "visitz.tell: unter diesem Namen ist nichts festgelegt; gemeint: visits.tell?"
    ]
    assert refused("metrix")[0].endswith("did you mean metric?")
    assert refused("series", "membrs")[0].startswith("series membrs: ")


def test_all_unknown_names_are_named_at_once():
    lines = refused("visits", "host_fiar", "9999")
    assert lines[0].endswith("did you mean host_fair?")
    assert (
        lines[1] == "9999: nothing of this name is declared; qvgraph describe shows what there is"
    )
    assert len(lines) == 2


# ---- tables


def test_the_table_of_everything_is_tidy():
    rows = list(csv.DictReader(io.StringIO(describe("--format", "csv").stdout)))
    assert tuple(rows[0]) == COLUMNS
    assert [(row["kind"], row["name"]) for row in rows] == [
        (entry.kind, entry.name) for entry in entries()
    ]
    assert all(row["de"] and row["en"] for row in rows)
    row = next(row for row in rows if row["name"] == "visits.visit_hours")
    assert (row["unit"], row["type"], row["default"]) == ("hours", "number", "3.0")
    assert (row["low"], row["high"], row["schedulable"]) == ("2.0", "6.0", "true")


def test_a_table_holds_what_the_names_mean():
    rows = json.loads(describe("organisations.size", "visits", "--format", "json").stdout)
    names = [row["name"] for row in rows]
    assert names[:3] == ["organisations.size", "visits", "visits.recruiting"]
    assert "TALK_WITH_MANAGER" in names
    assert rows[0]["default"] is None
    assert [row["kind"] for row in rows].count("lever") == of_visits()[0]


def test_values_of_classes_are_written_as_in_a_study_file():
    rows = table(everything(look_up(["exchange.meetings"]))).to_dicts()
    assert tomllib.loads(f"value = {rows[0]['default']}")["value"] == {
        "micro": 0.2, "small": 0.4, "medium": 0.7, "large": 0.95,
    }  # fmt: skip


def test_a_table_is_written_to_a_file_or_to_standard_output(tmp_path: Path):
    path = tmp_path / "levers.parquet"
    assert describe("levers", "--out", str(path)).exit_code == 0
    assert pl.read_parquet(path)["kind"].unique().to_list() == ["lever"]
    assert "is there already" in refused("levers", "--out", str(path))[0]
    assert describe("levers", "--out", str(path), "--force").exit_code == 0
    assert describe("levers", "--out", "-").stdout.startswith("name,kind,de,en,")


def test_only_the_note_depends_on_the_language():
    english, german = (
        pl.read_csv(io.StringIO(describe("--format", "csv", language=spoken).stdout))
        for spoken in ("en", "de")
    )
    assert english.drop("note").equals(german.drop("note"))
    assert not english["note"].equals(german["note"])


# ---- what it costs


COMPILES_NOTHING = """
import sys
from qvgraph.__main__ import main
try:
    main()
except SystemExit as end:
    assert not end.code
assert "qvgraph.simulate.month" not in sys.modules
assert "matplotlib" not in sys.modules
"""


def test_describing_compiles_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("QVGRAPH_CACHE", str(tmp_path))
    command = [sys.executable, "-c", COMPILES_NOTHING, "describe", "visits", "members", "50"]
    subprocess.run(command, check=True, capture_output=True)
    assert not any(path.is_file() for path in tmp_path.rglob("*"))


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("Austritt", "membership.leave (monthly hazard of leaving"),
        ("Beitritt", "visits.join_base (joining: base), visits.join_trust"),
    ],
)
def test_a_word_that_is_part_of_a_name_leads_to_the_names(word: str, said: str):
    result = CliRunner().invoke(_commands, ["describe", word, "--lang", "en"])
    assert result.exit_code == 2
    assert "in part of the name: " in result.stderr
    assert said in result.stderr
