"""Study files written on the spot, read and, if wrong, their problems."""

from pathlib import Path

import pytest

from qvgraph.language import use
from qvgraph.problems import InputError
from qvgraph.study.reading import read_study


@pytest.fixture
def english():
    use("en")
    yield
    use(None)


@pytest.fixture
def read(tmp_path: Path):
    """Read a text as the file half.toml."""

    def reading(text: str, **options):
        path = tmp_path / "half.toml"
        path.write_bytes(text.encode())
        return read_study(path, **options)

    return reading


@pytest.fixture
def problems(read):
    """All that is wrong with a text, a line each."""

    def noting(text: str, **options) -> list[str]:
        with pytest.raises(InputError) as error:
            read(text, **options)
        return list(map(str, error.value.problems))

    return noting
