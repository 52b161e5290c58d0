"""Help in the language in use: the few words that click itself puts around our texts."""

from typing import Any

import click

from qvgraph.language import say


class _Formatter(click.HelpFormatter):
    """Writes headings that are click's own in the language in use."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, prefix or say("Usage: "))

    def section(self, name: str) -> Any:
        named = {"Options": say("Options"), "Commands": say("Commands")}
        return super().section(named.get(name, name))


class _Context(click.Context):
    formatter_class = _Formatter


class Command(click.Command):
    """A command whose help has no word in another language."""

    context_class = _Context

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
