"""Provenance: what was asked, what computed it, and how it is computed again."""

import hashlib
import json
import shlex
from collections.abc import Iterator

from qvgraph.language import decimal, say
from qvgraph.report.document import Cell, Grid, Group, Line, Notes, Paragraph
from qvgraph.report.matter import Matter
from qvgraph.study.table import span


def origin_grid(matter: Matter) -> Grid:
    """What the results depend on; no time and no machine, on which they do not."""
    lines = tuple(Line(Cell(head), (cell,)) for head, cell in _lines(matter))
    caption = say("What these figures depend on")
    return Grid(caption, (say("what"), say("value")), (Group(lines),))


def _lines(matter: Matter) -> Iterator[tuple[str, Cell]]:
    study, identity = matter.study, matter.identity
    yield say("study"), Cell(study.name, code=f"study.toml: {_hash(study.text)}")
    yield say("program"), Cell(f"qvgraph {identity['qvgraph']}", code=identity["model"])
    yield say("networks"), Cell(matter.material.facts.network, code=identity["network"])
    yield say("drawings of the networks"), Cell(decimal(study.network.draws))
    yield say("replicates per drawing and scenario"), Cell(decimal(study.run.replicates))
    yield say("months"), Cell(decimal(study.run.months))
    yield say("judged month"), Cell(span(matter.material.facts.judged))
    yield say("seed of all chance"), Cell(str(study.run.seed))
    yield say("runs in all"), Cell(decimal(matter.run.done), _missing(matter))
    yield say("mark of all of this"), Cell("", code=_hash(json.dumps(dict(identity))))


def _missing(matter: Matter) -> str:
    if matter.finished:
        return ""
    return say("of {total}; the run is not finished", total=decimal(matter.run.total))


def told_again(matter: Matter) -> tuple[Paragraph, Notes]:
    """The command, and what it gives."""
    again = Paragraph(
        say("Computed again in the run folder by:"), command_of(matter, out="again.run")
    )
    notes = Notes(
        (
            say(
                "The same study gives the same bytes on any machine and any number of threads; all"
                " scenarios meet the same chance (common random numbers)."
            ),
            say(
                "Run folder: every replicate in {outcomes}, quantiles by month in {monthly},"
                " differences with intervals in {comparison}; when and where it ran is in"
                " {manifest}.",
                outcomes="outcomes.parquet",
                monthly="monthly.parquet",
                comparison="comparison.csv",
                manifest="manifest.json",
            ),
        )
    )
    return again, notes


def command_of(matter: Matter, *, out: str, assumptions: str | None = None) -> str:
    """Runs the study file of the run folder, with all that the command line may have changed.

    Tables of a network are found from where the study file itself lay.
    """
    study, run = matter.study, matter.study.run
    file = "study.toml" if study.network.tables is None else f"{study.name}.toml"
    arguments = {
        "--draws": study.network.draws,
        "--replicates": run.replicates,
        "--months": run.months,
        "--assumptions": assumptions or run.assumptions,
    }
    words = [word for name, value in arguments.items() for word in (name, str(value))]
    words += [word for override in study.overrides for word in ("--set", override)]
    return shlex.join(["qvgraph", "run", file, *words, "--out", out])


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
