"""Help and errors in the language in use: the words that click itself puts around our texts."""

from typing import Final

import click

from qvgraph.language import declared, say

OF_CLICK: Final = (
    "Usage:",
    "Options",
    "Commands",
    "Error: {message}",
    "Try '{command} {option}' for help.",
    "Invalid value: {message}",
    "Invalid value for {param_hint}: {message}",
    "Missing argument",
    "Missing option",
    "Missing command.",
    "No such option {name!r}.",
    "No such command {name!r}.",
    "Did you mean {possibility}?",
    "(Did you mean one of: {possibilities}?)",
    "Option {name!r} does not take a value.",
    "Option {name!r} requires an argument.",
    "Got unexpected extra argument ({args})",
    "Got unexpected extra arguments ({args})",
    "Choose from:\n\t{choices}",
    "{value!r} is not one of {choices}.",
    "{value!r} is not a valid {number_type}.",
    "{value} is not in the range {range}.",
    "{name} {filename!r} does not exist.",
    "{name} {filename!r} is a file.",
    "{name} {filename!r} is a directory.",
    "{name} {filename!r} is not readable.",
    "file",
    "directory",
    "path",
    "Aborted!",
)
"""What click says to users of this program, in its own words; the catalogue has the German."""


def _counted(one: str, several: str, number: int) -> str:
    return declared(one if number == 1 else several)


def speak() -> None:
    """Let click look its words up where ours are: it asks the catalogue of the whole process."""
    for module in (click.core, click.exceptions, click.formatting, click.parser, click.types):
        vars(module).update(_=declared, ngettext=_counted)


class Command(click.Command):
    """A command whose help has no word in another language."""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say("show this and exit")
        return option


class Group(Command, click.Group):
    """Lists commands in the order in which one meets them."""

    command_class = Command

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)
