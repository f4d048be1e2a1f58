"""`ssg check`: what an editor wants to know before publishing."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from ssg.checks.asking import Question, Reply, ask
from ssg.checks.reporting import as_github, as_json, as_sarif
from ssg.checks.rules import RULES
from ssg.cli.console import counted_as, print_problem
from ssg.cli.site_options import clock, site_folder
from ssg.problems import did_you_mean

_FORMATS = {"json": as_json, "github": as_github, "sarif": as_sarif}


def _rules(_context: click.Context, _option: click.Parameter, names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        if name not in RULES:
            hint = did_you_mean(name, RULES) or f"there are {', '.join(RULES)}"
            raise click.BadParameter(f'there is no rule "{name}"; {hint}')
    return names


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--since", metavar="REV", default="", help="Only files that changed since a revision of git.")
@click.option("--only", metavar="RULE", multiple=True, callback=_rules, help="Only this rule, even where it is off.")
@click.option("--fix", is_flag=True, help="Mend what can be mended safely, and show the difference.")
@click.option("--dry-run", is_flag=True, help="With --fix: show the difference, and change nothing.")
@click.option("--built", is_flag=True, help="Look at the built site too.")
@click.option("--external", is_flag=True, help="Follow the links to other hosts too.")
@click.option("--format", "form", type=click.Choice(["text", *_FORMATS]), default="text", help="How to report.")
@click.option("--strict", is_flag=True, help="Fail for warnings too.")
@site_folder
@clock
def command(
    paths: tuple[Path, ...],
    since: str,
    only: tuple[str, ...],
    fix: bool,
    dry_run: bool,
    built: bool,
    external: bool,
    form: str,
    strict: bool,
    root: Path,
    now: datetime,
) -> None:
    """Check the newsroom: PATHS are files or folders, nothing for all.

    Exit codes: 0 nothing is wrong, or warnings alone; 1 there is an error, or with --strict a warning; 2 wrong usage.
    """
    if dry_run and not fix:
        raise click.UsageError("--dry-run goes with --fix")
    reply = ask(Question(root, now, paths, since, only, built, external, fix, dry_run))
    if form == "text":
        _print(reply, dry_run)
    else:
        click.echo(_FORMATS[form](reply.check), nl=False)
    if reply.check.errors or (strict and reply.check.findings):
        sys.exit(1)


def _print(reply: Reply, dry_run: bool) -> None:
    for mended in reply.mended:
        click.echo(mended.difference, nl=False)
    for finding in reply.check.findings:
        print_problem(finding.problem, f" [{finding.rule}]")
    for notice in reply.check.notices:
        click.echo(f"note: {notice}", err=True)
    edits = sum(item.edits for item in reply.mended)
    errors = reply.check.errors
    counts = [
        counted_as(errors, "error"),
        counted_as(len(reply.check.findings) - errors, "warning"),
        f"{counted_as(edits, 'edit')} {'to make' if dry_run else 'made'}" if edits else "",
    ]
    found = ", ".join(part for part in counts if part) or "nothing found"
    click.echo(f"{counted_as(reply.check.files, 'file')}, {counted_as(len(reply.check.rules), 'rule')}: {found}")
