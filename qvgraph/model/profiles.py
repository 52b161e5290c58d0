"""Region profiles that synthetic networks are drawn from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from qvgraph.declare import Value

_RUNS_ALREADY: Final = MappingProxyType({"funding.start_month": -24, "funding.pilot_months": 48})
"""Two years of work lie behind; another two belong to the pilot, by which it will be judged."""


@dataclass(frozen=True, slots=True)
class Region:
    """One region of a profile: its districts and, where it has only one, the sector of its firms.

    Without named districts there are as many as `network.districts` says. `values` are parameters
    that hold there unless a study sets them, by path.
    """

    name: str
    districts: tuple[str, ...] = ()
    sector: str = ""
    values: Mapping[str, Value] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Profile:
    """Where networks are drawn: a name and its regions."""

    name: str
    regions: tuple[Region, ...]


PROFILES: Final = MappingProxyType(
    {
        profile.name: profile
        for profile in (
            Profile("region", (Region("region"),)),
            Profile(
                "pilot",
                (
                    Region("freiburg"),
                    Region("ostwuerttemberg"),
                    Region("reutlingen", sector="textile"),
                    Region("rhein-neckar"),
                    Region(
                        "stuttgart",
                        (
                            "boeblingen",
                            "esslingen",
                            "goeppingen",
                            "ludwigsburg",
                            "rems-murr",
                            "stuttgart",
                        ),
                    ),
                    Region("ulm"),
                ),
            ),
            Profile(
                "expansion",
                (
                    *(Region(f"new-{n:02d}") for n in range(1, 17)),
                    *(Region(f"running-{n:02d}", values=_RUNS_ALREADY) for n in range(1, 11)),
                ),
            ),
        )
    }
)
"""All profiles by name. The pilot's regions are real, everything drawn in them is synthetic.

The expansion has ten networks that run already and sixteen that start: as many as there were in
2021, and 26 in all at the end of 2023. Where they are is not published, so they are numbered.
"""
