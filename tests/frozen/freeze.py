"""Writes the outcomes of the frozen case anew: ``python tests/frozen/freeze.py``.

Prints the line that `CHANGELOG.md` needs under *Results that changed*, with the reason left open.
"""

import hashlib
import tempfile
from pathlib import Path

import polars as pl

from qvgraph.study.reading import read_study
from qvgraph.study.run import run_study

HERE = Path(__file__).parent
STUDY, OUTCOMES = HERE / "frozen.toml", HERE / "outcomes.csv"
SHOWN = ("members", "participants", "placements", "flow_after", "public_euros")


def outcomes() -> pl.DataFrame:
    """What the study gives now: a row per scenario, draw, replicate and region."""
    with tempfile.TemporaryDirectory() as folder:
        return run_study(read_study(STUDY), out=Path(folder) / "frozen.run").outcomes


def fingerprint() -> str:
    """Eight letters that stand for the committed outcomes."""
    return hashlib.blake2b(OUTCOMES.read_bytes(), digest_size=4).hexdigest()


def committed() -> pl.DataFrame:
    """The committed outcomes, typed like those of a run."""
    return pl.read_csv(OUTCOMES, infer_schema_length=None)


def means(frame: pl.DataFrame) -> list[str]:
    """A few figures of the baseline, for people."""
    of_baseline = frame.filter(pl.col("scenario") == "cliff")
    return [f"{of_baseline[name].mean():.4g}" for name in SHOWN]


def main() -> None:
    """Write the file; say what changed."""
    before, old = fingerprint(), means(committed())
    outcomes().write_csv(OUTCOMES)
    new = means(committed())
    if fingerprint() == before:
        print("Nothing has changed.")
        return
    moved = (f"{name} {a} → {b}" for name, a, b in zip(SHOWN, old, new, strict=True) if a != b)
    print("To CHANGELOG.md, under Results that changed:\n")
    print(f"- Frozen case `{before}` → `{fingerprint()}`: {', '.join(moved)} (cliff, means); WHY.")


if __name__ == "__main__":
    main()
