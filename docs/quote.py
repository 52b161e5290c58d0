"""Runs the commands of the tutorials and quotes what they print: ``python docs/quote.py``.

The first line of a fenced block says what becomes of it:

- ``console``: commands after ``$``, below each what it prints; ``…`` stands for lines left out;
- ``console slow``: the same in a folder that all pages share, for the demo takes its time;
- ``console not-run``: a command that changes the machine, or only shows how it would look;
- ``toml NAME`` or ``csv NAME``: a file, written there and then; ``toml +NAME`` is added to its end;
- ``text slow NAME``: paragraphs of a file that a command wrote; an HTML page counts as its text.

A quote is found again by its words, whatever its numbers are by now. Where the words have changed,
too, it has to be corrected by hand. A test fails while a page and the commands differ.
"""

import re
import shlex
import textwrap
from collections.abc import Iterator
from contextlib import chdir
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from click.testing import CliRunner

from qvgraph import language
from qvgraph.cli.commands import _commands

DOCS: Final = Path(__file__).parent
PAIRS: Final = (
    ("tutorial.md", "de/tutorial.md"),
    ("how-to/benchmark-regions.md", "de/how-to/regionen-vergleichen.md"),
    ("how-to/change-one-assumption.md", "de/how-to/annahme-aendern.md"),
    ("how-to/compare-at-equal-cost.md", "de/how-to/bei-gleichen-kosten-vergleichen.md"),
    ("how-to/manager-centrality.md", "de/how-to/zentralitaet-des-managements.md"),
    ("how-to/own-network.md", "de/how-to/eigenes-netzwerk.md"),
    ("how-to/read-the-report.md", "de/how-to/bericht-lesen.md"),
)
"""A page in English and in German. Both run in one folder, so nothing is computed twice."""

_BLOCK: Final = re.compile(
    r"^```(console|toml|csv|text) ?([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE
)
_FILES: Final = ("toml", "csv")
_NUMBER: Final = re.compile(r"[+−±≈]*\d+(?:[.,]\d+)*")
_UNSEEN: Final = re.compile(r"<(style|svg|title)\b.*?</\1>|<[^>]*>", re.DOTALL)
_LEFT_OUT: Final = "…"
_WIDTH: Final = 80


class Block(NamedTuple):
    """A fenced block: what it is, what its first line adds to that, and its lines."""

    kind: str
    words: tuple[str, ...]
    text: str

    @property
    def slow(self) -> bool:
        return "slow" in self.words

    @property
    def commands(self) -> tuple[str, ...]:
        """What is typed."""
        lines = self.text.splitlines() if self.kind == "console" else []
        return tuple(line.removeprefix("$ ") for line in lines if line.startswith("$ "))


def blocks(text: str) -> list[Block]:
    """Those blocks of a page that are run, written or compared."""
    return [_block(match) for match in _BLOCK.finditer(text)]


def renewed(page: str, text: str, folder: Path, *, slow: bool) -> str:
    """The text of a page with its quotes as the commands print them now, run in `folder`."""

    def block(match: re.Match[str]) -> str:
        one = _block(match)
        if "not-run" in one.words or one.slow is not slow:
            return match[0]
        head = " ".join(("```" + one.kind, *one.words))
        return f"{head}\n{_renewed(one, page, folder)}```"

    with chdir(folder):
        return _BLOCK.sub(block, text)


def found(quoted: str, text: str, start: int = 0) -> re.Match[str]:
    """Where the words of a quote stand in a text, whatever their numbers and line ends."""
    words = (_NUMBER.pattern.join(map(re.escape, _NUMBER.split(word))) for word in quoted.split())
    match = re.compile(r"\s+".join(words)).search(text, start)
    if match is None:
        raise SystemExit(
            f"no longer said, to be quoted anew by hand:\n{quoted}\n\nsaid is:\n{text}"
        )
    return match


def requoted(quoted: str, printed: str) -> str:
    """The same lines of an output as were quoted before; without ``…`` all of them."""
    pieces = [
        piece.strip("\n") for piece in re.split(rf"^{_LEFT_OUT}$", quoted, flags=re.MULTILINE)
    ]
    printed, end, lines = printed.strip("\n"), 0, []
    for number, piece in enumerate(pieces):
        first, last = number == 0, number == len(pieces) - 1
        if piece or (first and last):
            match = None if first and last else found(piece, printed, end)
            begin = 0 if first or match is None else printed.rfind("\n", 0, match.start()) + 1
            end = len(printed) if last or match is None else _end_of_line(printed, match.end())
            lines.append(printed[begin:end])
        lines += [] if last else [_LEFT_OUT]
    return "".join(f"{line}\n" for line in lines if line)


def _block(match: re.Match[str]) -> Block:
    return Block(match[1], tuple(match[2].split()), match[3])


def _renewed(block: Block, page: str, folder: Path) -> str:
    if block.kind in _FILES:
        _write(folder / block.words[-1].removeprefix("+"), block)
        return block.text
    if block.kind == "text":
        text = _readable(folder / block.words[-1])
        paragraphs = (found(one, text)[0] for one in block.text.split("\n\n"))
        return "\n\n".join(textwrap.fill(one, _WIDTH) for one in paragraphs) + "\n"
    spoken = "de" if page.startswith("de/") else "en"
    return "".join(
        f"$ {command}\n{requoted(quoted, output_of(command, spoken))}"
        for command, quoted in _typed(block.text)
    )


def _write(path: Path, block: Block) -> None:
    before = path.read_text("utf-8") + "\n" if block.words[-1].startswith("+") else ""
    path.write_text(before + block.text, "utf-8")


def _typed(text: str) -> Iterator[tuple[str, str]]:
    """Each command of a block with what is quoted below it."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, quoted = part.partition("\n")
        yield command, quoted


def output_of(command: str, spoken: language.Language) -> str:
    """What a command prints on a screen of 80 columns, and after it what it remarks."""
    program, *arguments = shlex.split(command)
    if program != "qvgraph":
        raise SystemExit(f"only qvgraph is run, not {command}")
    language.use(spoken)
    result = CliRunner(env={"COLUMNS": str(_WIDTH)}).invoke(_commands, arguments)
    if result.exit_code not in (0, 2):  # done, or wrong input that the page shows
        raise RuntimeError(command) from result.exception
    # What was computed or compiled before is no business of a page.
    passing = (
        language.say("Compiling the model for this computer: once, about half a minute."),
        language.say("Nothing to do: this run is complete already."),
    )
    lines = (line.rstrip() for line in (result.stdout + result.stderr).splitlines())
    return "".join(f"{line}\n" for line in lines if line.strip() not in passing)


def _readable(path: Path) -> str:
    """The text of a page as it is read, in one line; no-break spaces stay."""
    return re.sub("[ \n\t]+", " ", unescape(_UNSEEN.sub(" ", path.read_text("utf-8"))))


def _end_of_line(text: str, position: int) -> int:
    end = text.find("\n", position)
    return len(text) if end < 0 else end


def main() -> None:
    """Rewrite the quotes of all pages."""
    with TemporaryDirectory() as demo:
        for pair in PAIRS:
            with TemporaryDirectory() as folder:
                for page in pair:
                    text = (DOCS / page).read_text("utf-8")
                    text = renewed(page, text, Path(folder), slow=False)
                    text = renewed(page, text, Path(demo), slow=True)
                    (DOCS / page).write_text(text, "utf-8")


if __name__ == "__main__":
    main()
