"""Machine code is compiled anew when what it was made of changes, and only then."""

import shutil
from pathlib import Path

import pytest

from qvgraph.kernels import caches
from qvgraph.kernels.jit import JIT
from qvgraph.simulate.mechanisms import funding
from qvgraph.simulate.month import MONTH

PHASES = [phase.__name__ for phase in MONTH]
MECHANISMS = "qvgraph/simulate/mechanisms"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the package that may be edited."""
    shutil.copytree(caches.PACKAGE, tmp_path / "qvgraph", ignore=shutil.ignore_patterns("*.pyc"))
    monkeypatch.setattr(caches, "PACKAGE", tmp_path / "qvgraph")
    return tmp_path


def folders() -> dict[str, Path]:
    caches.imported.cache_clear()
    return {name.rpartition(".")[2]: caches.folder_of(name) for name in PHASES}


def changed(tree: Path, file: str) -> set[str]:
    """The phases that are compiled anew after a file was edited."""
    before = folders()
    with (tree / file).open("a", encoding="utf-8") as source:
        source.write("# edited\n")
    after = folders()
    return {name for name in before if before[name] != after[name]}


EVERYWHERE = {name.rpartition(".")[2] for name in PHASES}


@pytest.mark.parametrize(
    ("file", "phases"),
    [
        (f"{MECHANISMS}/turntable.py", {"turntable"}),
        (f"{MECHANISMS}/introductions.py", {"visits"}),
        (f"{MECHANISMS}/obstacles.py", {"recording"}),
        (f"{MECHANISMS}/prices.py", {"courses", "membership", "recording", "search", "visits"}),
        ("qvgraph/kernels/draws.py", EVERYWHERE - {"funding", "recording"}),
        ("qvgraph/kernels/jit.py", EVERYWHERE),
        ("qvgraph/simulate/twin/courses.py", set()),
        ("qvgraph/study/outcomes.py", set()),
    ],
)
def test_a_phase_is_compiled_anew_when_something_it_is_made_of_was_edited(tree, file, phases):
    assert changed(tree, file) == phases


def test_nothing_edited_is_nothing_to_compile(tree):
    assert folders() == folders()
    assert len(set(folders().values())) == len(PHASES)


def test_the_hash_of_the_model_sees_every_source_that_a_number_depends_on(tree):
    caches.source_hash.cache_clear()
    before = caches.source_hash()
    (tree / "qvgraph/model/extra.py").write_text("", "utf-8")
    caches.source_hash.cache_clear()
    assert caches.source_hash() != before
    caches.source_hash.cache_clear()


@pytest.mark.kernel
@pytest.mark.skipif(
    not JIT, reason="without the JIT a kernel is a plain function, which Python may call"
)
def test_a_kernel_without_a_wrapper_says_so_instead_of_reading_wild_memory():
    with pytest.raises(TypeError, match="step is called from kernels only"):
        funding.step(1, 2, 3, 4, 5)
