"""What the wrong study files of ``wrong/`` are told; ``python tests/study/told.py`` writes it anew.

Read the difference before it is committed: each line is what somebody with this fault will read.
"""

from pathlib import Path

from qvgraph.language import Language, use
from qvgraph.problems import InputError, Problem
from qvgraph.study.reading import read_study

WRONG = Path(__file__).parent / "wrong"
TOLD = WRONG / "told.txt"
FILES = sorted(path.name for path in WRONG.glob("*.toml"))


def problems_of(file: str, language: Language) -> tuple[Problem, ...]:
    """All that is wrong with one of the files; none if it is sound."""
    use(language)
    try:
        read_study(WRONG / file)
    except InputError as error:
        return error.problems
    finally:
        use(None)
    return ()


def committed() -> dict[str, list[str]]:
    """The lines of the table, by the file that they name."""
    lines: dict[str, list[str]] = {}
    for line in TOLD.read_text("utf-8").splitlines():
        lines.setdefault(line.split(".toml")[0] + ".toml", []).append(line)
    return lines


def main() -> None:
    """Write the table."""
    told = [str(problem) for file in FILES for problem in problems_of(file, "en")]
    TOLD.write_text("".join(f"{line}\n" for line in told), "utf-8")


if __name__ == "__main__":
    main()
