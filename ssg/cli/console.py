"""What all commands print with: problems, counts, progress."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import click

from ssg.problems import Problem, Severity, printable

_PAUSE = 0.1
"""Seconds between two drawings of a bar."""


def print_problems(problems: Iterable[Problem]) -> None:
    """Print problems to standard error, each with its line, and their number at the end."""
    errors = warnings = 0
    for problem in problems:
        is_error = problem.severity is Severity.ERROR
        errors += is_error
        warnings += not is_error
        print_problem(problem)
    counted = [counted_as(errors, "error"), counted_as(warnings, "warning")]
    click.echo(" and ".join(text for text in counted if text), err=True)


def print_problem(problem: Problem, after: str = "") -> None:
    """Print one problem to standard error with its line, and `after` behind what it says."""
    is_error = problem.severity is Severity.ERROR
    click.secho("error: " if is_error else "warning: ", fg="red" if is_error else "yellow", nl=False, err=True)
    click.echo(f"{problem}{after}", err=True)
    if problem.excerpt:
        gutter = f"{problem.line:>6} | " if problem.line else "       | "
        click.echo(gutter + printable(problem.excerpt), err=True)
        if problem.column:
            click.echo(" " * (len(gutter) - 2) + "| " + " " * (problem.column - 1) + "^", err=True)


def counted_as(number: int, singular: str, plural: str = "") -> str:
    """Return a number with its noun, or an empty text for none: `2 errors`."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}" if number else ""


class Bars:
    """Shows a bar for each phase of a build or an import that has items, on a terminal; nothing elsewhere."""

    @contextmanager
    def phase(self, name: str, total: int | None) -> Iterator[Callable[[], None]]:
        """Show the bar of one phase while it runs; one that only counts where the total is None, not known before."""
        if total == 0 or not sys.stderr.isatty():
            yield lambda: None
            return
        # Only who looks at a terminal needs it, and it takes time.
        from rich.console import Console  # noqa: PLC0415
        from rich.progress import (  # noqa: PLC0415
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
            TimeElapsedColumn,
        )

        columns = (TextColumn("{task.description:>8}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        # Without a thread that draws: a process without threads can be forked, which is how workers begin soonest.
        with Progress(*columns, console=Console(stderr=True), transient=True, auto_refresh=False) as progress:
            task = progress.add_task(name, total=total)
            drawn, steps = time.monotonic(), 0

            def step() -> None:
                nonlocal drawn, steps
                steps += 1
                # To note a step takes longer than most steps do.
                if (now := time.monotonic()) - drawn > _PAUSE:
                    progress.update(task, completed=steps, refresh=True)
                    drawn = now

            yield step
