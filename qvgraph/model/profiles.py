"""Region profiles that synthetic networks are drawn from."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Region:
    """One region of a profile: its districts and, where it has only one, the sector of its firms.

    Without named districts there are as many as `network.districts` says.
    """

    name: str
    districts: tuple[str, ...] = ()
    sector: str = ""


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
        )
    }
)
"""All profiles by name. The pilot's regions are real, everything drawn in them is synthetic."""
