"""A run as a document, in the language in use."""

from typing import TYPE_CHECKING

from qvgraph.language import current, decimal, say
from qvgraph.report.document import Document, Words
from qvgraph.report.matter import Matter, matter_of
from qvgraph.report.sections import SECTIONS, picture_of

if TYPE_CHECKING:
    from qvgraph.study.run import Run


def document_of(run: "Run") -> Document:
    """The question, the answer, one picture, three caveats; then everything they rest on."""
    matter = matter_of(run)
    said = matter.answer
    return Document(
        language=current(),
        title=matter.material.title,
        words=Words(
            kicker=say(
                "Qualification networks · report on the study “{name}”", name=run.study.name
            ),
            contents=say("Contents"),
            caveats=say("Three things to know before quoting a figure"),
            footer=say("Made with qvgraph; a model of qualification networks."),
        ),
        marks=_marks(matter),
        warning=_warning(matter),
        answer=said.headline,
        further=said.further,
        picture=picture_of(matter, "sustained", titled=False),
        caveats=said.caveats,
        sections=tuple(section(matter) for section in SECTIONS),
    )


def _marks(matter: Matter) -> tuple[str, ...]:
    """What stands beside every figure."""
    facts = matter.material.facts
    networks = (
        say("synthetic networks")
        if facts.synthetic
        else say("network: {network}", network=facts.network)
    )
    marks = (say("Model, not a forecast"), networks)
    return marks if matter.finished else (*marks, say("unfinished"))


def _warning(matter: Matter) -> str:
    if matter.finished:
        return ""
    return say(
        "The run is not finished: {done} of {total} runs are in. All figures may still change.",
        done=decimal(matter.run.done),
        total=decimal(matter.run.total),
    )
