"""`ssg`: the group of all commands, each loaded when it is called."""

from __future__ import annotations

import codecs
import errno
import importlib
import io
import sys
from collections.abc import Mapping
from typing import Any, TextIO

import click

from ssg import __version__
from ssg.cli.console import print_problems
from ssg.problems import Problem, ProblemError

# In the order in which a newsroom meets them. The module is imported only when its command runs, so that `ssg --help`
# and shell completion answer at once.
COMMANDS: Mapping[str, str] = {
    "init": "init",
    "new": "new",
    "import": "import_",
    "build": "build",
    "serve": "serve",
    "check": "check",
    "plan": "plan",
    "why": "why",
    "list": "list_",
    "schedule": "schedule",
    "related": "related",
    "theme": "theme",
    "clean": "clean",
}


def _escaped(error: UnicodeError) -> tuple[str, int]:
    """Return what a stream cannot say as JSON escapes it, so that JSON stays JSON, and where to go on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    units = error.object[error.start : error.end].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2)), error.end


codecs.register_error("json_escape", _escaped)


def _is_stuck(stream: TextIO) -> bool:
    """Tell whether nothing can be printed. What could not be is gone, so that it takes one more line to tell."""
    try:
        stream.write("\n")
        stream.flush()
    except OSError:
        return True
    return False


class Commands(click.Group):
    """The commands, found by name. What is wrong with a site is printed, never raised at a writer."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run the command line. A character that the terminal or pipe has no bytes for stops nothing."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="json_escape")
        try:
            return super().main(*arguments, **options)
        except OSError as error:
            if error.errno != errno.ENOSPC or not _is_stuck(sys.stdout):
                raise
            print_problems([Problem("there is no room for what is printed", "print it somewhere else, or make room")])
            sys.exit(1)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"ssg.cli.{COMMANDS[cmd_name]}")
        command: click.Command = module.command
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ProblemError as error:
            print_problems(error.problems)
            sys.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="Standfirst", message="%(prog)s %(version)s")
def main() -> None:
    """Standfirst makes a news site of a folder of Markdown."""
