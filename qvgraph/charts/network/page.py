"""A network as one page to look around in: no library, nothing asked for from outside.

Names are text that anybody may have typed. They reach the page as JSON without a `<`, and as
escaped text; no script but ours runs, which the page itself says by a hash.
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from typing import Any, Final

import numpy as np

from qvgraph.charts.network.groups import MANAGER, kind_label
from qvgraph.charts.network.keys import keys_of
from qvgraph.charts.network.marks import mark
from qvgraph.charts.network.view import View
from qvgraph.charts.style import GREY
from qvgraph.language import current, decimal, say
from qvgraph.model import tables

KINDS: Final = (*tables.KINDS, "manager")


def page_of(view: View) -> str:
    """The file's text in the language in use; the same view gives the same text."""
    script, style = _text("page.js"), _text("page.css")
    texts = _texts(view)
    return Template(_text("page.html")).substitute(
        language=current(),
        policy=f"script-src '{_hash(script)}'; style-src '{_hash(style)}'",
        style=style,
        script=script,
        data=_json({**_data(view), "texts": texts}),
        title=escape(view.title),
        facts=escape(" · ".join(view.facts)),
        keys=_keys(view),
        remarks=escape(" ".join(view.remarks)),
        choices=_choices(view),
        managers=_managers(view),
        **{f"say_{name}": escape(text) for name, text in texts.items()},
    )


def _texts(view: View) -> dict[str, str]:
    """What the page says, by the name under which it is looked up there."""
    return {
        "search": say("Search"),
        "nothing": say("Nothing of this name."),
        "focus": say("Focus on"),
        "everything": say("everything"),
        "larger": say("larger"),
        "smaller": say("smaller"),
        "all": say("all of it"),
        "table": say("As a table"),
        "heads_managers": say("Managers"),
        "heads_organisations": say("Organisations"),
        "name": say("Name"),
        "kind": say("Kind"),
        "region": say("Region"),
        "group": view.grouping.heading,
        "contacts": say("Contacts"),
        "ties": say("Ties"),
        "ties_of": say("ties: {number}", number="%"),
        "contacts_of": say("contacts: {number}", number="%"),
        "script": say("This picture needs JavaScript; the numbers are in the table below."),
        "keyboard": say(
            "Picture of the network. Arrow keys move it, plus and minus make it larger and "
            "smaller, 0 shows all of it; N and P go from one to the next, Enter focuses on one, "
            "Escape ends that."
        ),
        "how": say(
            "Drag to move, turn the wheel to zoom, click to focus. With keys: arrows, plus, "
            "minus, 0, N, P, Enter, Escape."
        ),
    }


def _data(view: View) -> dict[str, Any]:
    """Nodes as columns, ties as a flat list of four numbers each: one, other, percent, contact."""
    regions = sorted(set(view.nodes["region"]))
    place = {name: n for n, name in enumerate(regions)}
    ties = np.column_stack(
        [
            view.ties["one"].to_numpy(),
            view.ties["other"].to_numpy(),
            np.round(100 * view.ties["strength"].to_numpy()).astype(np.int64),
            view.ties["contact"].to_numpy().astype(np.int64),
        ]
    )
    return {
        "language": current(),
        "named": view.named,
        "kinds": [{"label": kind_label(kind), "kind": kind} for kind in KINDS],
        "groups": [
            {"label": group.label, "colour": group.colour, "fill": group.fill}
            for group in view.grouping.groups
        ],
        "colours": {"manager": MANAGER, "none": GREY.line},
        "regions": regions,
        "headings": [[one.name, one.left, one.right, one.top] for one in view.headings],
        "x": view.places[:, 0].tolist(),
        "y": view.places[:, 1].tolist(),
        "kind": [KINDS.index(kind) for kind in view.nodes["kind"]],
        "group": view.group.tolist(),
        "region": [place[name] for name in view.nodes["region"]],
        "label": view.labels,
        "ties": ties.ravel().tolist(),
    }


def _keys(view: View) -> str:
    """Marks and groups; a group is a button that shows it alone."""
    shapes, colours = keys_of(
        view.grouping, [kind for kind in KINDS if kind in set(view.nodes["kind"])]
    )
    items = [
        f"<li>{mark(entry.kind, entry.colour, entry.fill)}{escape(entry.text)}</li>"
        for entry in shapes
    ]
    html = [f'<ul class="keys">{"".join(items)}</ul>'] if items else []
    if colours:
        heading, *groups = colours
        items = [
            f'<li><button type="button" aria-pressed="false" data-group="{n}">'
            f"{mark(entry.kind, entry.colour, entry.fill)}{escape(entry.text)}</button></li>"
            for n, entry in enumerate(groups)
        ]
        html.append(f'<ul class="keys"><li>{escape(heading.text)}</li>{"".join(items)}</ul>')
    return "\n".join(html)


def _choices(view: View) -> str:
    return "".join(
        f'<option value="{row}">{escape(view.labels[row])}</option>'
        for row in view.managers.tolist()
    )


def _managers(view: View) -> str:
    """A row for each manager: name, region, contacts, as a table for who cannot see the picture."""
    contacts = view.ties.filter("contact")
    ends = np.concatenate([contacts["one"].to_numpy(), contacts["other"].to_numpy()])
    counts = np.bincount(ends, minlength=view.nodes.height)
    regions = view.nodes["region"]
    rows = (
        (view.labels[row], regions[row], decimal(int(counts[row])))
        for row in view.managers.tolist()
    )
    return "".join(_row(row) for row in rows)


def _row(cells: Sequence[str]) -> str:
    first, *others = map(escape, cells)
    return f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in others)}</tr>'


def _json(data: Mapping[str, Any]) -> str:
    """JSON that cannot end the element it stands in, nor begin another."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _hash(text: str) -> str:
    """What a page names of a script or style sheet that is its own."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _text(name: str) -> str:
    return files("qvgraph").joinpath("charts", "network", name).read_text("utf-8")
