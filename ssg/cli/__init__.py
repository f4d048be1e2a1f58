"""The command line: one short module per command."""

from ssg.cli.ending import end_after
from ssg.cli.main import main

__all__ = ["main", "run"]


def run() -> None:
    """Run the command line as a process of its own."""
    end_after(main)
