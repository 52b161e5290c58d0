"""The command line: parse, call, print. Commands import what they need when they run."""

from qvgraph.cli.commands import main

__all__ = ["main"]
