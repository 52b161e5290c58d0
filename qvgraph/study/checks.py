"""What must hold between the parts of a study: one function per failure."""

import math
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from qvgraph.declare import BySize
from qvgraph.language import say
from qvgraph.model.profiles import PROFILES
from qvgraph.problems import InputError, nearest
from qvgraph.study.document import Document
from qvgraph.study.layers import Layer
from qvgraph.study.place import Place
from qvgraph.study.study import Scenario, Study
from qvgraph.study.values import shown

_TOLERANCE = 1e-9
SIZE_MIX, NEED_LOW, NEED_HIGH = "network.size_mix", "network.need_low", "network.need_high"


def note_unknown_parents(document: Document, scenarios: Iterable[Scenario]) -> None:
    """A scenario inherits from one that does not exist."""
    names = [scenario.name for scenario in scenarios]
    for scenario in scenarios:
        for parent in scenario.inherits:
            if parent not in names:
                found, known = shown(parent), ", ".join(names)
                what = say("{found} found; one of {known} is expected", found=found, known=known)
                place = document.table("scenario", scenario.name)["inherits"].index(parent)
                keys = ("scenario", scenario.name, "inherits")
                document.note(keys, what + nearest(parent, names), str(place))


def note_circles(document: Document, scenarios: Iterable[Scenario]) -> None:
    """A scenario inherits from itself, by whatever detour; each circle is told once."""
    parents = {scenario.name: scenario.inherits for scenario in scenarios}
    told: set[frozenset[str]] = set()
    for name in parents:
        circle = _circle(name, parents, ())
        if circle and circle[0] == name and frozenset(circle) not in told:
            told.add(frozenset(circle))
            what = say(
                "{circle} found; a scenario that does not inherit from itself is expected",
                circle=" → ".join(circle),
            )
            document.note(("scenario", name, "inherits"), what)


def note_unknown_regions(document: Document, study: Study) -> None:
    """A table names a region that the profile does not have."""
    if study.network.profile is not None:
        with _noting(document):
            study.check_regions(_regions_of(study.network.profile))


def note_unknown_districts(document: Document, study: Study) -> None:
    """A table names a district that its region does not have in the profile."""
    if study.network.profile is not None:
        named = {one.name: one.districts for one in PROFILES[study.network.profile].regions}
        with _noting(document):
            study.check_districts(named)


def note_contradictions(document: Document, study: Study) -> None:
    """Values that are sound alone and not together, in any scenario and region."""
    regions = ("", *study.regions_named())  # "": any region without values of its own
    for scenario in study.scenarios:
        for region in regions:
            layers = study.layers(scenario.name, region)
            plan = study.plan(scenario.name, region)
            mix = plan[SIZE_MIX]
            assert isinstance(mix, BySize)
            if abs(math.fsum(mix) - 1) > _TOLERANCE:
                found = f"{math.fsum(mix):.12g}"
                what = say("shares that sum to {found} found; a sum of 1 is expected", found=found)
                document.problems.note(_place(layers, SIZE_MIX), what)
            low, high = plan[NEED_LOW], plan[NEED_HIGH]
            if not low < high:  # type: ignore[operator]
                what = say(
                    "need_low {low} found; less than need_high {high} is expected",
                    low=low,
                    high=high,
                )
                document.problems.note(_place(layers, NEED_LOW, NEED_HIGH), what)


def note_late_judgement(document: Document, study: Study) -> None:
    """The judged month that the file sets lies after the end of the run."""
    month, months = study.judge.month, study.run.months
    if month is not None and month > months:
        what = say(
            "month {month} found; at most [run] months = {months} is expected",
            month=month,
            months=months,
        )
        document.note(("judge", "month"), what)


def note_late_rule(document: Document, study: Study) -> None:
    """The judged month by the rule lies outside the run."""
    if study.network.profile is not None and study.judge.month is None:
        with _noting(document):
            study.judged_months(_regions_of(study.network.profile))


@contextmanager
def _noting(document: Document) -> Iterator[None]:
    """Note the problems that a method of the study raises, and go on."""
    try:
        yield
    except InputError as error:
        for problem in error.problems:
            document.problems.take(problem)


def _regions_of(profile: str) -> list[str]:
    return [region.name for region in PROFILES[profile].regions]


def _circle(name: str, parents: Mapping[str, tuple[str, ...]], way: tuple[str, ...]) -> list[str]:
    """The first circle met on the way up from a scenario, both ends named; empty if none."""
    if name in way:
        return [*way[way.index(name) :], name]
    ways = (_circle(parent, parents, (*way, name)) for parent in parents.get(name, ()))
    return next(filter(None, ways), [])


def _place(layers: tuple[Layer, ...], *paths: str) -> Place:
    """Where the strongest layer sets one of the paths."""
    places = [layer.places[path] for layer in layers for path in paths if path in layer.places]
    return places[-1] if places else Place("")
