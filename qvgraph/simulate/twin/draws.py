"""Every random number as a function of seed, draw, replicate, month, chance, subject and index."""

from hashlib import blake2b

from qvgraph.simulate.twin.arithmetic import log

G = 0x9E3779B97F4A7C15
MASK = (1 << 64) - 1


def mix(z: int) -> int:
    """Finish like SplitMix64: every bit of the result depends on every bit of z."""
    z &= MASK
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 & MASK
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB & MASK
    return z ^ (z >> 31)


def replicate_key(seed: int, draw: int, replicate: int) -> int:
    """The key of one replicate on one network draw of a study."""
    study = mix(seed * G + 1)
    network = mix(study ^ (draw * G + 2 & MASK))
    return mix(network ^ (replicate * G + 3 & MASK))


def subject(name: str) -> int:
    """The key of an id, so that no row number ever matters."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "big")


def pair(a: int, b: int) -> int:
    """The key of an ordered pair of subjects."""
    return mix(a + G * b)


class Luck:
    """All random numbers of one month of one replicate."""

    def __init__(self, key: int, month: int) -> None:
        self.key = key
        self.month = month

    def bits(self, chance: int, who: int, index: int = 0) -> int:
        """The 64 bits of one event; index 0 is the same as no index."""
        phase = mix(self.key ^ (((self.month << 16) | chance) * G & MASK))
        z = mix(phase + who * G)
        return mix(z + index * G) if index else z

    def chance(self, chance: int, who: int, index: int = 0) -> float:
        """A uniform number between 0 and 1, never one of them."""
        return ((self.bits(chance, who, index) >> 12) + 0.5) * 2.0**-52

    def race(self, chance: int, who: int, weight: float = 1.0, index: int = 0) -> float:
        """The time of one candidate of a lottery; the smallest wins, without weight never."""
        if weight <= 0.0:
            return float("inf")
        return -log(self.chance(chance, who, index)) / weight
