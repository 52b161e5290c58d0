"""The lines of the house: who imports whom, what loads quickly, what is declared and how."""

import ast
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import qvgraph
from qvgraph.declare import CLASSES
from qvgraph.simulate.parameters import PARAMETERS
from qvgraph.simulate.record import HEADLINE, SERIES
from qvgraph.study.judge import JUDGE
from qvgraph.study.outcomes import OUTCOMES
from qvgraph.study.settings import NUMBERS

PACKAGE = Path(qvgraph.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))

ROOTS = ("chances", "declare", "kernels", "language", "means", "problems", "terms")
MAY_IMPORT = {
    **dict.fromkeys(ROOTS, ROOTS),
    "model": ROOTS,
    "metrics": (*ROOTS, "model"),
    "simulate": (*ROOTS, "model"),
    "study": (*ROOTS, "model", "metrics", "simulate"),
    "reference": (*ROOTS, "model", "metrics", "simulate", "study"),
    "charts": (*ROOTS, "model", "metrics", "simulate", "study"),
    "running": (*ROOTS, "model", "metrics", "simulate", "study", "charts"),
    "report": (*ROOTS, "model", "metrics", "simulate", "study", "reference", "charts"),
    "cli": (
        *(*ROOTS, "model", "metrics", "simulate", "study"),
        *("reference", "charts", "running", "report"),
    ),
    "__main__": ("cli",),
}
"""For each part of the package, the parts to its left."""

INSIDE_SIMULATE = {
    "now": (),
    "record": (),
    "schedule": (),
    "mechanisms": (),
    "parameters": ("mechanisms",),
    "state": (),
    "start": ("parameters",),
    "month": ("mechanisms",),
    "initial": ("state",),
    "loop": ("now",),
    "months": ("loop", "month", "now", "state"),
    "run": ("initial", "mechanisms", "months", "parameters", "record", "state"),
    "branches": ("run", "state"),
    "snapshot": ("record", "run", "state"),
    "twin": ("parameters", "record"),
}
"""The same inside `simulate`; a mechanism knows neither world nor state, it is handed them."""

AT_HOME = {
    "matplotlib": ("charts/",),
    "networkx": ("model/convert.py",),
    "python_calamine": ("model/files/excel",),
    "openpyxl": ("model/files/excel_mark.py",),
    "xlsxwriter": ("model/files/excel", "reference/workbook"),
    "numba": ("kernels/jit.py", "kernels/calls.py"),
    "igraph": ("model/convert.py", "model/layout.py", "model/luck.py", "metrics/"),
    "scipy": ("metrics/", "means.py"),
    "jinja2": ("report/",),
    "markupsafe": ("report/",),
    "rich": ("cli/",),
    "click": ("cli/",),
    "babel": ("language.py", "charts/timeline.py"),
    "tomllib": ("study/", "model/files/mapping.py"),
}
"""Libraries that only some parts know; the others may be used wherever they are of use."""

HEAVY = (
    *("numba", "polars", "numpy", "matplotlib", "igraph", "scipy", "networkx"),
    *("python_calamine", "xlsxwriter", "openpyxl"),
)


def place(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def module(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


@cache
def modules() -> frozenset[str]:
    return frozenset(map(module, FILES))


def for_types_only(path: Path) -> set[int]:
    """The nodes that stand under ``if TYPE_CHECKING``."""
    return {
        id(inner)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for statement in node.body
        for inner in ast.walk(statement)
    }


def imports(path: Path, *, types: bool = True) -> Iterator[tuple[int, str]]:
    """The line and full name of each module that a file imports, inside functions too."""
    left_out = set() if types else for_types_only(path)
    for node in ast.walk(tree(path)):
        if id(node) in left_out:
            continue
        if isinstance(node, ast.Import):
            for name in node.names:
                yield node.lineno, name.name
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{place(path)}:{node.lineno}: a relative import"
            assert node.module is not None
            for name in node.names:
                full = f"{node.module}.{name.name}"
                yield node.lineno, full if full in modules() else node.module


def part(name: str) -> str:
    """The part of the package that a module belongs to."""
    return name.split(".")[1] if "." in name else "__init__"


def strangers(path: Path, allowed: tuple[str, ...], depth: int) -> list[str]:
    """Imports of the package that lead elsewhere than to `allowed` or to the same part."""
    own = module(path).split(".")[: depth + 1]
    found = []
    for line, name in imports(path):
        names = name.split(".")
        if names[:depth] != own[:depth] or len(names) <= depth or names[: depth + 1] == own:
            continue
        if names[depth] not in allowed:
            found.append(f"{place(path)}:{line}: {name}")
    return found


# ---- who imports whom


def test_every_part_of_the_package_has_its_place():
    assert {part(module(path)) for path in FILES} == {*MAY_IMPORT, "__init__"}
    inner = {module(p).split(".")[2] for p in FILES if module(p).startswith("qvgraph.simulate.")}
    assert inner == set(INSIDE_SIMULATE)


@pytest.mark.parametrize("name", MAY_IMPORT)
def test_imports_lead_leftwards_only(name: str):
    files = [path for path in FILES if part(module(path)) == name]
    assert files
    assert [found for path in files for found in strangers(path, MAY_IMPORT[name], 1)] == []


@pytest.mark.parametrize("name", INSIDE_SIMULATE)
def test_imports_inside_simulate_lead_leftwards_only(name: str):
    start = f"qvgraph.simulate.{name}"
    files = [path for path in FILES if f"{module(path)}.".startswith(f"{start}.")]
    assert files
    assert [found for path in files for found in strangers(path, INSIDE_SIMULATE[name], 2)] == []


def test_kernels_import_nothing_of_the_package_but_kernels():
    files = [path for path in FILES if part(module(path)) == "kernels"]
    assert [found for path in files for found in strangers(path, (), 1)] == []


def test_mechanisms_import_only_the_vocabulary_kernels_and_other_mechanisms():
    allowed = (
        "qvgraph.kernels",
        "qvgraph.declare",
        "qvgraph.chances",
        "qvgraph.simulate.mechanisms",
    )
    found = [
        f"{place(path)}:{line}: {name}"
        for path in FILES
        if place(path).startswith("simulate/mechanisms/")
        for line, name in imports(path)
        if name.startswith("qvgraph") and not name.startswith(allowed)
    ]
    assert found == []


def test_the_twin_knows_nothing_of_what_it_checks():
    """Neither kernels nor world, state or mechanisms; so an error is made twice only by two."""
    forbidden = (
        "qvgraph.kernels",
        "qvgraph.model.world",
        "qvgraph.simulate.state",
        "qvgraph.simulate.run",
        "qvgraph.simulate.month",
        "qvgraph.simulate.mechanisms",
        "numpy",
        "numba",
    )
    found = [
        f"{place(path)}:{line}: {name}"
        for path in FILES
        if place(path).startswith("simulate/twin/")
        for line, name in imports(path)
        if name.startswith(forbidden)
    ]
    assert found == []


@pytest.mark.parametrize("inside", ["kernels/", "simulate/mechanisms/"])
def test_polars_is_never_seen_in_kernels_and_mechanisms(inside: str):
    files = [path for path in FILES if place(path).startswith(inside)]
    assert len(files) > 5
    found = [place(p) for p in files if any(name.startswith("polars") for _, name in imports(p))]
    assert found == []


@pytest.mark.parametrize("library", AT_HOME)
def test_a_library_is_imported_at_its_home_only(library: str):
    """What is imported for types alone loads nothing and counts nowhere."""
    users = {
        place(path)
        for path in FILES
        if any(name.split(".")[0] == library for _, name in imports(path, types=False))
    }
    assert users, "nobody uses it any more"
    assert {user for user in users if not user.startswith(AT_HOME[library])} == set()


# ---- names and lengths


def test_no_module_is_named_after_nothing():
    nothing = {"util", "utils", "helper", "helpers", "common", "core", "misc", "tools", "base"}
    folders = {path.parent for path in FILES}
    assert {path.stem for path in (*FILES, *folders)} & nothing == set()


def test_every_module_says_what_it_is_for():
    assert [place(path) for path in FILES if not ast.get_docstring(tree(path))] == []


def test_no_file_is_longer_than_400_lines():
    lengths = {place(path): len(path.read_text("utf-8").splitlines()) for path in FILES}
    assert {name: lines for name, lines in lengths.items() if lines > 400} == {}


def test_a_test_file_has_a_name_of_its_own():
    """Test folders are no packages, so two files of one name would be one module."""
    tests = Path(__file__).parents[1]
    names = [path.name for path in tests.rglob("test_*.py")]
    assert sorted(names) == sorted(set(names))
    assert list(tests.rglob("__init__.py")) == []


# ---- what loads when


def loaded(*arguments: str) -> set[str]:
    """The top-level modules that a fresh Python has after some code."""
    code = f"{arguments[0]}\nimport json, sys\nprint(json.dumps(sorted(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", code, *arguments[1:]], capture_output=True, text=True, check=True
    )
    return {name.split(".")[0] for name in json.loads(result.stdout.splitlines()[-1])}


HELP = """
import sys
from qvgraph.__main__ import main
try:
    main()
except SystemExit as end:
    assert not end.code
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ("import qvgraph",),
        (HELP, "--lang", "en", "--help"),
        (HELP, "--lang", "de", "--help"),
        (HELP, "run", "--help"),
        (HELP, "metrics", "--help"),
        (HELP, "describe", "--help"),
        (HELP, "--version"),
    ],
    ids=lambda arguments: " ".join(arguments).replace(HELP, "qvgraph"),
)
def test_neither_importing_nor_asking_for_help_loads_anything_heavy(arguments: tuple[str, ...]):
    modules = loaded(*arguments)
    assert "qvgraph" in modules
    assert modules & set(HEAVY) == set()


def test_the_command_line_loads_nothing_heavy_at_the_top_of_a_module():
    modules = loaded("import qvgraph.cli.commands")
    assert "click" in modules
    assert modules & set(HEAVY) == set()


# ---- declarations


DECLARED = {
    "network": 22, "funding": 15, "turnover": 5, "needs": 4, "courses": 13, "turntable": 8,
    "visits": 17, "exchange": 11, "broadcast": 1, "search": 6, "membership": 9,
}  # fmt: skip
"""Levers and assumptions of each mechanism."""

WITHOUT_RANGE = ("courses.statutory_share",)
"""Fixed by law."""


def test_every_parameter_of_the_model_is_declared():
    counted = Counter(path.partition(".")[0] for path in PARAMETERS)
    assert counted == DECLARED
    assert len(PARAMETERS) + len(JUDGE) == 111 + 3
    assert {parameter.mechanism for parameter in PARAMETERS.values()} == DECLARED.keys()


def test_only_the_turntable_differs_by_district():
    by_district = [path for path, one in PARAMETERS.items() if one.spec.by_district]
    assert by_district == ["turntable.turntable"]
    assert PARAMETERS["turntable.turntable"].spec.type == "flag"


@pytest.mark.parametrize("path", PARAMETERS)
def test_a_parameter_is_declared_in_full(path: str):
    parameter = PARAMETERS[path]
    spec = parameter.spec
    assert parameter.path == path
    assert spec.de.strip() == spec.de != ""
    assert spec.en.strip() == spec.en != ""
    assert spec.unit
    assert spec.source
    assert spec.confidence in ("low", "medium", "high")
    assert parameter.kind in ("lever", "assumption")
    if spec.classes:
        assert isinstance(parameter.default, CLASSES[spec.type])
    if spec.low is None:
        assert isinstance(parameter.default, bool) or parameter.path in WITHOUT_RANGE
        assert spec.high is None
        return
    low, default, high = (
        value if spec.classes else [value] for value in (spec.low, parameter.default, spec.high)
    )
    assert len(low) == len(default) == len(high) == len(spec.classes or [None])
    for least, value, most in zip(low, default, high, strict=True):
        assert spec.least <= least <= value <= most <= spec.most
    assert tuple(low) != tuple(high)
    kind = int if spec.type == "count" else float
    if not spec.classes:
        assert {type(value) for value in (*low, *default, *high)} == {kind}


def test_labels_are_not_given_twice():
    for language in ("de", "en"):
        labels = [getattr(one.spec, language) for one in PARAMETERS.values()]
        assert sorted(labels) == sorted(set(labels))


def test_a_parameters_name_is_unique_without_its_mechanism_too():
    """It is a column of the arrays that kernels read."""
    names = [parameter.name for parameter in PARAMETERS.values()]
    assert sorted(names) == sorted(set(names))


def test_numbers_of_a_study_are_declared_in_full():
    for rule in (*JUDGE.values(), *NUMBERS.values()):
        assert rule.spec.de
        assert rule.spec.en
        assert rule.spec.unit
        assert rule.spec.low <= rule.default <= rule.spec.high, rule.path


def test_every_series_has_a_label_in_both_languages_and_a_unit():
    names = [one.name for one in SERIES]
    assert sorted(names) == sorted(set(names))
    for one in SERIES:
        assert one.de, one.name
        assert one.en, one.name
        assert one.unit, one.name
    for language in ("de", "en"):
        labels = [getattr(one, language) for one in SERIES]
        assert sorted(labels) == sorted(set(labels)), language


def test_the_headline_series_are_those_of_the_interface():
    assert HEADLINE == (
        "members", "active_members", "trust", "contact", "advice_ties", "flow", "flow_members",
        "participants", "gap", "fte_public", "fte_fees", "public_euros",
    )  # fmt: skip


def test_every_outcome_has_a_label_in_both_languages_and_a_unit():
    names = [one.name for one in OUTCOMES]
    assert sorted(names) == sorted(set(names))
    for one in OUTCOMES:
        assert one.de, one.name
        assert one.en, one.name
        assert one.unit, one.name
        assert one.better in ("higher", "lower", None)


def test_every_metric_has_a_label_in_both_languages_a_source_and_a_reason_to_be_missing():
    from qvgraph.metrics import METRICS

    assert len(METRICS) > 15
    for name, metric in METRICS.items():
        assert metric.name == name
        assert metric.de, name
        assert metric.en, name
        assert metric.source, name
        assert bool(metric.undefined_de) == bool(metric.undefined_en), name


# ---- the public names


def test_public_names_are_about_fifteen_and_sorted():
    assert list(qvgraph.__all__) == sorted(set(qvgraph.__all__))
    assert 12 <= len(qvgraph.__all__) <= 18
    assert dir(qvgraph) == qvgraph.__all__


@pytest.mark.parametrize("name", qvgraph.__all__)
def test_a_public_name_is_there_and_explains_itself(name: str):
    value = getattr(qvgraph, name)
    assert value.__doc__
    assert len(value.__doc__) > 20
    assert not value.__doc__.startswith(f"{name}("), "that is dataclass's own"


def test_a_name_that_is_not_public_is_not_there():
    with pytest.raises(AttributeError, match="anything"):
        _ = qvgraph.anything


def test_charts_draw_what_the_interface_names():
    assert callable(qvgraph.charts.sustained)
