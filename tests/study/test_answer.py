"""The answer in words, in both languages."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace

import polars as pl
import pytest
from by_hand import interval
from rich.console import Console

from qvgraph import language
from qvgraph.cli.answer import show
from qvgraph.study.answer import Answer, answer
from qvgraph.study.compare import compare
from qvgraph.study.facts import Facts
from qvgraph.study.outcomes import ALL, OUTCOMES
from qvgraph.study.table import Cell, Compared, ends_of

FACTS = Facts(
    baseline="cliff",
    labels={"cliff": "Klippe", "retained": "Weiterführung"},
    judged=[96, 96],
    since={"cliff": [72, 66], "retained": [48, 42]},
    network="pilot",
)

Verdicts = Sequence[tuple[int, int]]
"""Strict and lenient reading of each replicate."""


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    language.use("de")
    yield
    language.use(None)


def outcomes_of(*, draws: int = 4, gap: float = 0.4, **verdicts: Verdicts) -> pl.DataFrame:
    """One region; strict and lenient as given, the gap rising from scenario to scenario."""
    parts = []
    for number, (scenario, readings) in enumerate(verdicts.items()):
        replicates = len(readings) // draws
        figures = {outcome.name: pl.lit(None, pl.Float64) for outcome in OUTCOMES}
        figures |= {f"gap_{size}": pl.lit(gap + number / 100) for size in ("micro", "small")}
        figures |= {"members": pl.lit(25.0), "public_euros": pl.lit(200_000.0 * (1 + number))}
        rows = pl.DataFrame(
            {
                "scenario": [scenario] * len(readings),
                "draw": [n // replicates for n in range(len(readings))],
                "replicate": [n % replicates for n in range(len(readings))],
            }
        ).with_columns(
            **figures
            | {
                "sustained": pl.Series([float(strict) for strict, _ in readings]),
                "sustained_lenient": pl.Series([float(lenient) for _, lenient in readings]),
            }
        )
        parts += [rows.with_columns(region=pl.lit(region)) for region in ("ulm", ALL)]
    return pl.concat(parts)


def of_a_hundred(strict: int, lenient: int | None = None, times: int = 1) -> list[tuple[int, int]]:
    """Verdicts of which the first so many of each hundred are true."""
    lenient = strict if lenient is None else lenient
    return [(int(n < strict), int(n < lenient)) for n in range(100)] * times


def said_of(outcomes: pl.DataFrame, facts: Facts = FACTS) -> Answer:
    return answer(outcomes, compare(outcomes, facts.baseline), facts)


def test_the_sentence_names_month_best_scenario_baseline_and_interval() -> None:
    outcomes = outcomes_of(
        cliff=of_a_hundred(1, times=48),
        retained=[*of_a_hundred(85, times=24), *of_a_hundred(87, times=24)],
    )
    assert said_of(outcomes).sentence == (
        "Im Monat 96 (42 bis 72 Monate nach dem letzten befristeten Fördergeld) tragen sich mit "
        "„Weiterführung“ 4.128 von 4.800 Netzwerken, mit „Klippe“ 48 von 4.800: 85 von 100 mehr "
        "(90-%-Intervall: 83 bis 87)."
    )


def test_the_sentence_in_english() -> None:
    language.use("en")
    facts = replace(FACTS, labels={"cliff": "Cliff", "retained": "Retained"})
    outcomes = outcomes_of(
        cliff=of_a_hundred(1, times=48),
        retained=[*of_a_hundred(85, times=24), *of_a_hundred(87, times=24)],
    )
    assert said_of(outcomes, facts).sentence == (
        "In month 96 (42 to 72 months after the last temporary public money), 4,128 of 4,800 "
        "networks sustain themselves with “Retained”, 48 of 4,800 with “Cliff”: 85 of 100 more "
        "(90% interval: 83 to 87)."
    )


def test_an_interval_that_holds_nothing_is_said_in_words() -> None:
    better = [*of_a_hundred(40), *of_a_hundred(52), *of_a_hundred(45), *of_a_hundred(55)]
    sentence = said_of(outcomes_of(cliff=of_a_hundred(47, times=4), retained=better)).sentence
    assert sentence.endswith("kein klarer Unterschied (90-%-Intervall: −8 bis 9 von 100).")


def test_a_baseline_that_nothing_beats_is_named_alone() -> None:
    outcomes = outcomes_of(cliff=of_a_hundred(9, times=4), retained=of_a_hundred(5, times=4))
    sentence = said_of(outcomes).sentence
    assert "„Klippe“ 36 von 400 Netzwerken; kein anderes Szenario schneidet besser ab" in sentence


def test_a_lenient_reading_that_ranks_otherwise_is_said() -> None:
    outcomes = outcomes_of(
        cliff=of_a_hundred(20, 60, times=4), retained=of_a_hundred(50, 50, times=4)
    )
    assert said_of(outcomes).sentence.endswith(
        "Milde gelesen (mindestens 12 aktive Mitglieder) liegt dagegen „Klippe“ vor "
        "„Weiterführung“."
    )


def test_a_winner_that_is_still_paid_is_said_to_be() -> None:
    outcomes = outcomes_of(cliff=of_a_hundred(1, times=4), retained=of_a_hundred(86, times=4))
    facts = replace(FACTS, still_paid=["retained"])
    paid = "„Weiterführung“ erhält in diesem Monat noch öffentliches Geld für die Stelle."
    assert paid in said_of(outcomes, facts).sentence
    assert paid not in said_of(outcomes, replace(FACTS, still_paid=["cliff"])).sentence


def test_networks_too_small_to_sustain_themselves_are_named() -> None:
    outcomes = outcomes_of(cliff=of_a_hundred(0, times=4), retained=of_a_hundred(0, times=4))
    facts = replace(FACTS, too_small=["ulm"])
    assert "kann sich kein Netzwerk tragen in: ulm." in said_of(outcomes, facts).sentence


def test_the_same_difference_in_all_drawings_is_no_interval() -> None:
    outcomes = outcomes_of(cliff=of_a_hundred(0, times=4), retained=of_a_hundred(100, times=4))
    assert said_of(outcomes).sentence.endswith(
        "100 von 100 mehr (in allen Ziehungen gleich, daher ohne Intervall)."
    )


def test_temporary_money_that_is_still_paid_is_said() -> None:
    outcomes = outcomes_of(cliff=of_a_hundred(1, times=4), retained=of_a_hundred(86, times=4))
    facts = replace(FACTS, since={"cliff": [72, 66], "retained": [0, -6]})
    assert "noch befristetes Fördergeld fließt" in said_of(outcomes, facts).sentence


def test_scenarios_level_with_the_best_are_named() -> None:
    one = [*of_a_hundred(80), *of_a_hundred(86), *of_a_hundred(82), *of_a_hundred(84)]
    facts = replace(FACTS, labels={**FACTS.labels, "taper": "Abschmelzend"})
    outcomes = outcomes_of(
        cliff=of_a_hundred(1, times=4), retained=of_a_hundred(84, times=4), taper=one
    )
    remarks = said_of(outcomes, facts).remarks
    assert remarks[0] == "Kein klarer Unterschied zu „Weiterführung“: „Abschmelzend“."


def test_three_caveats_say_model_synthetic_and_chance_and_a_remark_what_is_paid() -> None:
    said = said_of(outcomes_of(cliff=of_a_hundred(1, times=4), retained=of_a_hundred(9, times=4)))
    model, networks, chance = said.caveats
    assert model.startswith("Modellrechnung, keine Prognose")
    assert "synthetisch" in networks
    assert "90-%-Intervalle über die Ziehungen" in chance
    assert "nicht geprüft" in chance
    assert any("für die Stelle und für Kurse gezahlt" in remark for remark in said.remarks)


def test_a_single_draw_is_confessed() -> None:
    outcomes = outcomes_of(draws=1, cliff=of_a_hundred(1), retained=of_a_hundred(9))
    assert "zeigen nur den Zufall" in said_of(outcomes).caveats[2]


def test_one_pair_of_runs_has_no_interval() -> None:
    outcomes = outcomes_of(draws=1, cliff=[(0, 0)], retained=[(1, 1)])
    assert said_of(outcomes).sentence.endswith(
        "100 von 100 mehr (ein einziges Paar von Läufen, daher ohne Intervall)."
    )


def test_networks_whose_pilot_is_not_in_the_run_are_counted() -> None:
    outcomes = outcomes_of(cliff=of_a_hundred(1, times=4), retained=of_a_hundred(9, times=4))
    outcomes = outcomes.with_columns(sustained=pl.lit(None, pl.Float64))
    said = said_of(outcomes)
    assert "lässt sich nicht sagen" in said.sentence
    assert any("Für 800 von 800 simulierten Netzwerken" in remark for remark in said.remarks)


def test_tables_hold_figures_and_distances_to_the_baseline() -> None:
    outcomes = outcomes_of(cliff=of_a_hundred(1, times=4), retained=of_a_hundred(86, times=4))
    lasting, _, spent = said_of(outcomes).tables
    cells = {row.scenario: list(row.cells) for row in lasting.rows}
    assert lasting.headings[0] == "tragen sich\nvon 400"
    assert cells["cliff"][:2] == [Cell("4"), Cell("Referenz")]
    assert cells["retained"] == [
        Cell("344"),
        Cell("+85", ends=("85", "85")),
        Cell("344", "+85,0", ("85,0", "85,0")),
        Cell("25,0", "gleich"),
        Cell("400", "+200", ("200", "200")),
    ]
    assert spent.rows[1].cells[0] == Cell("41,0\u00a0%", "+1,00", ("1,00", "1,00"))
    assert spent.rows[1].cells[-1] == Cell("–")


def test_an_interval_in_a_table_is_never_rounded_to_less_than_it_is() -> None:
    better = [*of_a_hundred(40), *of_a_hundred(52), *of_a_hundred(45), *of_a_hundred(55)]
    outcomes = outcomes_of(cliff=of_a_hundred(47, times=4), retained=better)
    lasting = said_of(outcomes).tables[0]
    low, high = interval([-7.0, 5.0, -2.0, 8.0])
    assert (low, high) == pytest.approx((-7.34, 8.98), abs=0.01)
    assert lasting.rows[1].cells[2] == Cell("192", "≈+1", ("−8", "9"))
    assert lasting.rows[1].cells[1] == Cell("≈+1", ends=("−8", "9"))


def test_a_clear_interval_does_not_look_as_if_it_held_nothing() -> None:
    better = [*of_a_hundred(48), *of_a_hundred(54), *of_a_hundred(52), *of_a_hundred(49)]
    outcomes = outcomes_of(cliff=of_a_hundred(47, times=4), retained=better)
    low, high = interval([1.0, 7.0, 5.0, 2.0])
    assert (low, high) == pytest.approx((0.51, 7.16), abs=0.01)
    per_hundred = said_of(outcomes).tables[0].rows[1].cells[1]
    assert per_hundred == Cell("+3,8", ends=("0,5", "7,2"))


def test_as_many_decimals_show_that_an_interval_holds_nothing_as_that_takes() -> None:
    found = Compared(None, 5.0, 0.03, 10.0)
    assert ends_of(found, 1.0, 0) == ("0,03", "10,00", 2)
    assert ends_of(found, -1.0, 0) == ("−10,00", "−0,03", 2)
    assert ends_of(found, 1.0, 1, finest=1) == ("0,0", "10,0", 1)
    assert ends_of(found._replace(low=0.003), 1.0, 0) == ("0,00", "10,00", 2)
    assert ends_of(found._replace(low=-0.03), 1.0, 0) == ("−1", "10", 0)


def test_euros_per_lasting_network_have_an_interval_rounded_outwards_too() -> None:
    better = [*of_a_hundred(48), *of_a_hundred(54), *of_a_hundred(52), *of_a_hundred(49)]
    outcomes = outcomes_of(cliff=of_a_hundred(7, times=4), retained=better)
    # 200 thousand euros more in each draw, for .41, .47, .45 and .42 networks more.
    low, high = interval([0.41, 0.47, 0.45, 0.42])
    assert (200 / high, 200 / low) == pytest.approx((424.1, 493.7), abs=0.1)
    assert said_of(outcomes).tables[1].rows[1].cells[3] == Cell("457", ends=("424", "494"))


def test_no_more_networks_can_be_gained_than_there_are() -> None:
    better = [*of_a_hundred(99), *of_a_hundred(60), *of_a_hundred(100), *of_a_hundred(100)]
    outcomes = outcomes_of(cliff=of_a_hundred(0, times=4), retained=better)
    assert interval([99.0, 60.0, 100.0, 100.0])[1] > 100.0
    for cell in said_of(outcomes).tables[0].rows[1].cells[1:3]:
        assert cell.ends[1] == "100"


def test_a_pipe_gets_plain_text_without_trailing_blanks() -> None:
    labels = {"cliff": "Klippe [bold]nichts[/bold]", "retained": "Weiterführung über 24 Monate"}
    outcomes = outcomes_of(cliff=of_a_hundred(1, times=4), retained=of_a_hundred(86, times=4))
    stream = io.StringIO()
    show(said_of(outcomes, replace(FACTS, labels=labels)), Console(file=stream, width=80))
    lines = stream.getvalue().splitlines()
    assert lines[0].startswith("Im Monat 96 (42 bis 72 Monate")
    assert all(line == line.rstrip() and len(line) <= 80 for line in lines)
    assert "[bold]nichts[/bold]" in stream.getvalue()
    assert "\x1b" not in stream.getvalue()
