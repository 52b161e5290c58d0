"""Writes all that is generated from the declarations: ``python docs/tables.py``.

That is the schema of study files and the tables of the documentation. A table stands between
``<!-- begin: NAME -->`` and ``<!-- end: NAME -->``; what is between them is replaced, everything
else stays. A test fails while any of it and its declarations differ.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from math import isinf
from pathlib import Path
from typing import Final

from qvgraph import chances as numbers
from qvgraph.chances import CHANCES
from qvgraph.declare import ByClass, Column, Parameter, Value, Word
from qvgraph.metrics import METRICS
from qvgraph.metrics.explain import NAMES
from qvgraph.metrics.explanation import PROGRAMS
from qvgraph.metrics.unsure.covered import coverage, holds
from qvgraph.model.tables import TABLES
from qvgraph.reference import schema
from qvgraph.simulate.parameters import PARAMETERS
from qvgraph.simulate.record import SERIES
from qvgraph.simulate.schedule import PHASES
from qvgraph.study.finding import SCHEMA
from qvgraph.study.judge import JUDGE
from qvgraph.study.outcomes import OUTCOMES

DOCS: Final = Path(__file__).parent
FILES: Final = tuple(
    DOCS / name for name in ("model.md", "data.md", "metrics.md", "uncertainty.md")
)
BLOCK: Final = re.compile(r"(<!-- begin: ([a-z]+) -->\n).*?(<!-- end: \2 -->)", re.DOTALL)


def schedule() -> Iterator[str]:
    """The phases of a month, with the numbers of the chances that each draws."""
    rows = [
        (
            str(one.number),
            code(one.name),
            one.definition_en,
            ", ".join(str(getattr(numbers, name)) for name in one.chances),
        )
        for one in PHASES
    ]
    return grid(("number", "phase", "what happens", "chances"), rows)


def chances() -> Iterator[str]:
    """Every kind of random event with its number."""
    rows = [
        (str(one.number), one.event, one.subject, one.index)
        for one in sorted(CHANCES.values(), key=lambda one: one.number)
    ]
    return grid(("number", "event", "subject", "index"), rows)


def parameters() -> Iterator[str]:
    """Every lever and assumption."""
    return parameter_grid(PARAMETERS.values())


def judging() -> Iterator[str]:
    """The rules of judgement."""
    return parameter_grid(JUDGE.values())


def outcomes() -> Iterator[str]:
    """Every column of the outcomes."""
    rows = [(code(one.name), one.en, one.unit, one.better or "neither") for one in OUTCOMES]
    return grid(("column", "meaning", "unit", "better"), rows)


def series() -> Iterator[str]:
    """Every monthly figure."""
    rows = [(code(one.name), one.en, one.unit, "yes" if one.headline else "") for one in SERIES]
    return grid(("series", "meaning", "unit", "headline"), rows)


def tables() -> Iterator[str]:
    """The columns of each table of a network."""
    for table, columns in TABLES.items():
        yield f"### `{table}.csv`\n"
        rows = [
            (code(one.name), "yes" if one.required else "", content(one), one.word.en)
            for one in columns
        ]
        yield from grid(("column", "required", "content", "meaning"), rows)
        if table != [*TABLES][-1]:
            yield ""


def metrics() -> Iterator[str]:
    """Every metric with its formula and what it reads."""
    rows = [
        (
            code(one.name),
            one.level,
            "" if not one.default else "with `--group`" if one.group else "yes",
            one.direction,
            one.weight,
            one.cost,
            code(one.explanation.formula) if one.explanation.formula else one.en,
            one.variant,
            one.source,
        )
        for one in METRICS.values()
    ]
    heads = ("metric", "level", "usual", "ties", "weight", "cost", "formula", "variant", "source")
    return grid(heads, rows)


def differences() -> Iterator[str]:
    """Where the numbers of another program are not ours."""
    rows = [
        (code(one.name), NAMES[program], code(call.call), call.en)
        for one in METRICS.values()
        for program in PROGRAMS
        if (call := one.explanation.of(program)) is not None and not call.same
    ]
    return grid(("metric", "program", "call", "where it differs"), rows)


def silent() -> Iterator[str]:
    """How often intervals for silent organisations hold the figures of the whole."""
    heads = (
        "metric",
        "of",
        "trials",
        "held",
        "worst to best setting",
        "error",
        "raw error",
        "interval",
    )
    return grid(heads, measured("silent"))


def bootstrap() -> Iterator[str]:
    """How often bootstrap intervals hold the mean of the model that a network comes from."""
    return grid(("metric", "of", "trials", "held", "range", "interval"), measured("bootstrap"))


WRITERS: Final[dict[str, Callable[[], Iterator[str]]]] = {
    writer.__name__: writer
    for writer in (
        schedule,
        chances,
        parameters,
        judging,
        outcomes,
        series,
        tables,
        metrics,
        differences,
        silent,
        bootstrap,
    )
}
"""What writes each block, by its name."""


def renewed(text: str) -> str:
    """The text with every block as the declarations have it now."""

    def block(match: re.Match[str]) -> str:
        return "\n".join([match[1], *WRITERS[match[2]](), "", match[3]])

    return BLOCK.sub(block, text)


def measured(interval: str) -> Iterator[Sequence[str]]:
    """The rows of the frozen table of coverages for one kind of interval."""
    for row in coverage().filter(interval=interval).iter_rows(named=True):
        span = f"{row['least']:.0f} to {row['most']:.0f}"
        errors = (signed(row["bias"]), signed(row["without"])) if interval == "silent" else ()
        given = "yes" if holds(row["coverage"]) else ""
        held = f"{row['coverage']:.1f}"
        yield (code(row["metric"]), row["of"], str(row["trials"]), held, span, *errors, given)


def signed(value: float | None) -> str:
    """An error in per cent, empty where there is none."""
    return "" if value is None else f"{value:+.1f}"


def parameter_grid(those: Iterable[Parameter]) -> Iterator[str]:
    """Path, kind, default, range, unit, confidence, source, meaning."""
    rows = [
        (
            code(one.path),
            one.kind,
            written(one.default),
            "" if one.spec.low is None else f"{written(one.spec.low)} – {written(one.spec.high)}",
            one.spec.unit,
            one.spec.confidence,
            one.spec.source,
            one.spec.en,
        )
        for one in those
    ]
    heads = ("path", "kind", "default", "low – high", "unit", "confidence", "source", "meaning")
    return grid(heads, rows)


def written(value: Value | None) -> str:
    """A value as a person writes it; by class of firms from the smallest to the largest."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, ByClass):
        return " / ".join(map(written, value))
    return "" if value is None else f"{value:.12g}"


def content(column: Column) -> str:
    """What a cell of a column may hold."""
    word = column.word
    if word.choices:
        return "one of " + ", ".join(map(code, word.choices))
    if word.refers_to == "self":
        return "id, unique"
    if word.refers_to:
        return ("ids" if word.many else "id") + f" of {word.refers_to}"
    if word.type in ("text", "flag"):
        return {"text": "text", "flag": "true or false"}[word.type]
    return f"{'whole number' if word.type == 'whole' else 'number'}{bounds(word)}, {word.unit}"


def bounds(word: Word) -> str:
    """The least and the most that a number of a column may be."""
    if isinf(word.least):
        return ""
    return f" ≥ {word.least:g}" if isinf(word.most) else f" {word.least:g} to {word.most:g}"


def code(text: str) -> str:
    """As Markdown writes what is typed."""
    return f"`{text}`"


def grid(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table in Markdown, line by line."""
    yield line(heads)
    yield line(["---"] * len(heads))
    yield from map(line, rows)


def line(cells: Iterable[str]) -> str:
    """One row of a table."""
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    for file in FILES:
        file.write_text(renewed(file.read_text("utf-8")), "utf-8")
    (DOCS.parent / "scenarios" / SCHEMA).write_text(schema.written(), "utf-8")
