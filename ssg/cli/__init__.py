"""The command line: one short module per command."""

from ssg.cli.main import main

__all__ = ["main"]
