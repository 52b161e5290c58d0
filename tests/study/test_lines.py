"""Every key of a TOML text is found on the line on which it stands."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qvgraph.study.finding import shipped
from qvgraph.study.lines import line_of, lines_of

TEXT = '''title = "x"

[levers]
funding.fte = 1.0            # a comment = with [brackets]
visits . "recruiting" = { 0 = 0.6, 12 = 0.2 }
'quoted key' = 1
"a.dot" = 2
text = """
[not.a.table]
not_a_key = "1"
\\""" still inside
"""
after = 1
other = \'\'\'
[neither]
it's = "" \'\'\'
list = [
  "]", # ]
  [1,
   2],
  { x = 3 },
]
last = ""
[scenario.retained.region."Bad Tölz"]
funding.fte = 2
[[many]]
one = 'back\\'
two = """"quoted""""
three = 3
'''


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ("title", 1),
        ("levers", 3),
        ("levers funding", 4),
        ("levers funding fte", 4),
        ("levers visits recruiting", 5),
        ("levers quoted_key", 6),
        ("levers a.dot", 7),
        ("levers text", 8),
        ("levers after", 13),
        ("levers other", 14),
        ("levers list", 17),
        ("levers last", 23),
        ("scenario", 24),
        ("scenario retained region Bad_Tölz", 24),
        ("scenario retained region Bad_Tölz funding fte", 25),
        ("many", 26),
        ("many one", 27),
        ("many two", 28),
        ("many three", 29),
    ],
)
def test_a_key_is_found_on_its_line(keys: str, line: int) -> None:
    path = tuple(
        "quoted key" if k == "quoted_key" else k.replace("d_T", "d T") for k in keys.split()
    )
    assert lines_of(TEXT)[path] == line


def test_what_stands_inside_a_text_is_no_key() -> None:
    tomllib.loads(TEXT.replace('"a.dot"', "adot"))
    found = {key for keys in lines_of(TEXT) for key in keys}
    assert not found & {"not", "not_a_key", "neither", "it's"}


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        ("levers visits recruiting 12", 5),
        ("levers list 0", 18),
        ("levers list 1", 19),
        ("levers list 1 0", 19),
        ("levers list 1 1", 20),
        ("levers list 2", 21),
        ("levers list 2 x", 21),
    ],
)
def test_what_stands_inside_a_value_is_found_on_its_line(keys: str, line: int) -> None:
    assert lines_of(TEXT)[tuple(keys.split())] == line


def test_a_key_that_no_line_tells_stands_where_the_one_around_it_does() -> None:
    assert line_of(("levers", "visits", "recruiting", "99"), lines_of(TEXT)) == 5


def test_a_table_in_braces_may_hold_lists_of_many_lines() -> None:
    text = 'a = { b.c = [\n 1,\n # 2,\n { d = "},", e = [\n3] }\n], f = 4 }\ng = 5\n'
    tomllib.loads(text)
    lines = {".".join(keys): line for keys, line in lines_of(text).items()}
    assert lines == {
        "a": 1,
        "a.b": 1,
        "a.b.c": 1,
        "a.b.c.0": 2,
        "a.b.c.1": 4,
        "a.b.c.1.d": 4,
        "a.b.c.1.e": 4,
        "a.b.c.1.e.0": 5,
        "a.f": 6,
        "g": 7,
    }


def test_an_unknown_key_has_no_line() -> None:
    assert line_of(("nothing",), lines_of(TEXT)) is None


def test_line_ends_of_windows_count_once() -> None:
    assert lines_of(TEXT.replace("\n", "\r\n")) == lines_of(TEXT)


def test_every_key_of_the_shipped_studies_is_found() -> None:
    for study in shipped().values():
        text = study.read_text(encoding="utf-8")
        lines = lines_of(text)
        for path in _paths(tomllib.loads(text)):
            line = text.splitlines()[line_of(path, lines) - 1]
            assert path[-1] in line, path


@given(
    st.lists(
        st.one_of(
            st.text("\"'[]{}#=\\ \nab", max_size=12),
            st.lists(st.text("\"'[]#=\n", max_size=6), max_size=3),
            st.integers(),
        ),
        max_size=8,
    )
)
def test_values_never_confuse_the_count(values: list[object]) -> None:
    written, expected = "", {}
    for number, value in enumerate(values):
        expected[f"key{number}",] = written.count("\n") + 1
        written += f"key{number} = {_toml(value)} # =[\n"
    tomllib.loads(written)
    assert {keys: line for keys, line in lines_of(written).items() if len(keys) == 1} == expected


def _toml(value: object) -> str:
    if isinstance(value, str):
        if "'''" not in value and not value.endswith("'"):
            return f"'''\n{value}'''"
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"""{escaped}"""'
    if isinstance(value, list):
        return "[\n" + ",\n".join(map(_toml, value)) + "\n]"
    return str(value)


def _paths(table: dict, above: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    paths = []
    for key, value in table.items():
        paths.append((*above, key))
        if isinstance(value, dict):
            paths += _paths(value, (*above, key))
    return paths
