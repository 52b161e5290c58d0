"""The settings of a study that are no parameters of the model: how much is run on what."""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Final, Literal, NamedTuple, get_args

from qvgraph import declare
from qvgraph.declare import parameters_of
from qvgraph.study.place import Place

# Said once, for the whole study.
count, declare_months = (
    partial(word, schedulable=False) for word in (declare.count, declare.months)
)

Keep = Literal["headline", "all"]
KEEP: Final[tuple[Keep, ...]] = get_args(Keep)

Assumed = Literal["defaults", "ranges", "all"]
ASSUMED: Final[tuple[Assumed, ...]] = get_args(Assumed)
"""What assumptions are: the declared defaults; or of each network draw its own, spread over the
ranges of those that decide, or of all."""


class Numbers(NamedTuple):
    """Whole numbers of ``[run]`` and the draws of ``[network]``, within firm limits."""

    months: Annotated[int, declare_months(1, 1200, de="Monate", en="months of the run")] = 120
    replicates: Annotated[
        int,
        count(1, 100_000, de="Wiederholungen", en="replicates per draw and scenario"),
    ] = 40
    seed: Annotated[int, count(0, 2**63 - 1, unit="1", de="Startwert", en="seed")] = 2019
    block: Annotated[
        int, count(1, 1000, de="Wiederholungen je Block", en="replicates of one part")
    ] = 20
    draws: Annotated[
        int,
        count(1, 1000, de="Ziehungen des Netzes", en="independent completions of the network"),
    ] = 20


# As firm as a lever's: what lies outside is a slip of the pen.
NUMBERS: Final = MappingProxyType({one.name: one for one in parameters_of("run", "lever", Numbers)})
"""The numbers of ``[run]`` and ``draws`` by their keys."""


@dataclass(frozen=True, slots=True)
class NetworkChoice:
    """The network of a study: exactly one of a profile's name and tables of one's own.

    `tables` is what `qvgraph.read_network` takes: a folder, a workbook or a graph file.

    `draws` are independent completions: whole synthetic networks, or what a real network's tables
    leave open. Networks differ more than replicates do, hence 20 in both cases.
    """

    profile: str | None = None
    tables: Path | None = None
    draws: int = 20
    where: Place = field(default=Place("[network]"), compare=False)
    """Where the study file names it."""


@dataclass(frozen=True, slots=True)
class Run:
    """How long, how often, from which seed; `calendar` is month 0 as YYYY-MM, for axes.

    `block` replicates make one part of the results, on every machine.
    """

    months: int = 120
    replicates: int = 40
    seed: int = 2019
    block: int = 20
    calendar: str = "2019-07"
    keep: Keep = "headline"
    assumptions: Assumed = "defaults"
