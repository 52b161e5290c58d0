"""An SVG of matplotlib's made small, without a difference that could be seen."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

_PATH: Final = re.compile(r' d="([^"]*)"')
_STEP: Final = re.compile(r"([MLQCz])([^MLQCz]*)")
_LETTER: Final = re.compile(r'<use ([^>]*?) transform="translate\(([-\d.]+) ([-\d.]+)\)"/>')
_BLANK: Final = re.compile(r'<path id="([^"]+)" transform="scale\([^)]*\)"/>')
_SHIFT: Final = re.compile(r"translate\(([-\d.]+) ([-\d.]+)\)")
_PLACE: Final = re.compile(r' (x|y|width|height)="(-?\d+\.\d+)"')
_STYLE: Final = re.compile(r' style="([^"]*)"')
_NAME: Final = re.compile(r' id="([^"]+)"')
_USED: Final = re.compile(r'(?:href="|url\()#([^")]+)')
_EMPTY: Final = re.compile(r"<g/>|<g>\s*</g>|<defs/>|<defs>\s*</defs>")

_LONG: Final = 20
"""Points from which on a path is data, which a tenth of a point is fine enough for."""


def compact(svg: str, prefix: str) -> str:
    """Round, count from point to point, and drop blanks and names that nobody refers to.

    Ids that are left begin with `prefix`, so that several pictures can stand in one page.
    """
    for name in _BLANK.findall(svg):
        svg = re.sub(rf'<(use xlink:href="#|path id="){re.escape(name)}"[^>]*/>', "", svg)
    svg = _PATH.sub(lambda found: f' d="{_relative(found[1])}"', svg)
    svg = _LETTER.sub(_letter, svg)
    svg = _PLACE.sub(lambda found: f' {found[1]}="{_short(float(found[2]), 2)}"', svg)
    svg = _SHIFT.sub(lambda found: f"translate({_joined(map(float, found.groups()), 2)})", svg)
    svg = _STYLE.sub(lambda found: found[0].replace(": ", ":").replace("; ", ";"), svg)
    svg = _renamed(svg, prefix)
    svg = "\n".join(line for line in map(str.strip, svg.splitlines()) if line) + "\n"
    while (less := _EMPTY.sub("", svg)) != svg:
        svg = less
    return re.sub(r"\n{2,}", "\n", svg)


def _letter(found: re.Match[str]) -> str:
    """Letters of a text are placed in hundredths of its size."""
    x, y = (_short(float(number), 1) for number in found.groups()[1:])
    return f'<use {found[1]} x="{x}"' + (f' y="{y}"/>' if y != "0" else "/>")


@lru_cache(maxsize=1024)  # letters are in every picture
def _relative(path: str) -> str:
    """A path whose points are told from the point before; rounding errors do not add up."""
    steps = _STEP.findall(path)
    digits = 1 if len(steps) > _LONG and "Q" not in path else 2
    written = []
    here = start = (0.0, 0.0)
    for letter, numbers in steps:
        if letter == "z":
            written.append("z")
            here = start
            continue
        values = [round(float(number), digits) for number in numbers.split()]
        points = list(zip(values[::2], values[1::2], strict=True))
        if letter == "M":
            # A path may be used elsewhere, so where it begins is told in full.
            written.append("M" + _joined(points[0], digits))
            start = points[0]
        else:
            told = [value for x, y in points for value in (x - here[0], y - here[1])]
            written.append(letter.lower() + _joined(told, digits))
        here = points[-1]
    return "".join(written)


def _joined(values: Iterable[float], digits: int) -> str:
    """Numbers with a space only where they would run together."""
    rounded = [round(value, digits) for value in values]
    return "".join(f" {_short(value, digits)}" for value in rounded).replace(" -", "-").lstrip(" ")


@lru_cache(maxsize=8192)
def _short(value: float, digits: int) -> str:
    """Nothing that can be left out: zeros at the end and before the point."""
    text = f"{value:.{digits}f}".rstrip("0").rstrip(".")
    if text in {"-0", ""}:
        return "0"
    return re.sub(r"^(-?)0\.", r"\1.", text)


def _renamed(svg: str, prefix: str) -> str:
    """Ids in the order in which they are met; none where nobody refers to it."""
    used = set(_USED.findall(svg))
    names = [name for name in _NAME.findall(svg) if name in used]
    short = {name: f"{prefix}{number}" for number, name in enumerate(dict.fromkeys(names))}
    svg = _NAME.sub(lambda found: f' id="{short[found[1]]}"' if found[1] in short else "", svg)
    return _USED.sub(lambda found: found[0].replace(f"#{found[1]}", f"#{short[found[1]]}"), svg)
