"""Which options of `qvgraph metrics` go together; wrong ones are told like other wrong usage."""

from typing import Any

import click

from qvgraph.language import say


def refuse_what_does_not_go_together(arguments: dict[str, Any]) -> None:
    """Each table of its own kind has its own questions."""
    picked = arguments["names"] or arguments["level"] != "node"
    if arguments["chance"] and picked:
        raise click.UsageError(
            say("--chance looks at the five roles of each node, at nothing else")
        )
    if arguments["knockout"] and (picked or arguments["group"]):
        raise click.UsageError(
            say("--knockout looks at each node and at the managers, at nothing else")
        )
    if sum(bool(arguments[table]) for table in ("chance", "interval", "knockout")) > 1:
        raise click.UsageError(
            say("--chance, --interval and --knockout are three tables: one at a time")
        )
    if arguments["key_players"] is None:
        if arguments["within"] is not None or arguments["exact"]:
            raise click.UsageError(say("--within and --exact belong to --key-players"))
        return
    others = ("group", "chance", "interval", "knockout")
    if picked or any(arguments[name] for name in others):
        raise click.UsageError(say("--key-players looks for a set of nodes, at nothing else"))


def for_all_months(arguments: dict[str, Any]) -> dict[str, Any]:
    """What `--over-time` takes: all but what picks one month, or a table of another kind."""
    left = dict(arguments)
    one = tuple(left.pop(name) for name in ("draw", "replicate", "month"))
    of_a_file = ("nodes", "undirected", "survey")
    others = (*of_a_file, "chance", "interval", "knockout", "key_players", "within", "exact")
    asked = [name for name in others if _is_given(left.pop(name))]
    if asked or one != (0, 0, None):
        raise click.UsageError(
            say("--over-time takes all draws and replicates of a run; --scenario and --every fit")
        )
    return left


def _is_given(value: object) -> bool:
    """Whether an option was written, be it with 0."""
    return value is not None and value is not False and value != ()
