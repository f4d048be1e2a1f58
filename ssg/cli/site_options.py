"""Options that several commands share: which site, which clock, what to show."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


def read_moment(value: str | datetime) -> datetime:
    """Return a date-time in ISO 8601, taken as UTC where it names no zone. Raises click.BadParameter."""
    if isinstance(value, datetime):
        return value
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no date-time such as 2026-03-01 or 2026-03-01T09:30+01:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _now() -> datetime:
    """Return the build's clock: SOURCE_DATE_EPOCH where it is set, for reproducible builds."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        raise click.UsageError(f"SOURCE_DATE_EPOCH is no number of seconds: {epoch!r}") from None


def site_folder(command: Command) -> Command:
    """Add `--site`, the folder that holds site.toml."""
    folder = click.Path(exists=True, file_okay=False, path_type=Path)
    option = click.option("--site", "root", type=folder, default=".", help="The folder that holds site.toml.")
    return option(command)


def clock(command: Command) -> Command:
    """Add `--now`, the moment that a command works at."""
    option = click.option(
        "--now",
        type=read_moment,
        metavar="DATE-TIME",
        default=_now,
        help="Work as if it were then.",
        show_default="now",
    )
    return option(command)


def edition(command: Command) -> Command:
    """Add the options that decide what is published: `--now`, `--drafts`, `--future`."""
    for option in (
        click.option("--future", is_flag=True, help="Show articles whose date has not come yet."),
        click.option("--drafts", is_flag=True, help="Show drafts."),
        clock,
    ):
        command = option(command)
    return command
