"""`ssg related`: what articles suggest under You May Also Like, and why."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click

from ssg.building.edit import prepare
from ssg.building.options import Options
from ssg.cli.console import counted_as, print_problems
from ssg.cli.site_options import edition, site_folder
from ssg.newsroom.publishing import Edition
from ssg.newsroom.related.explaining import Comparison, Explanation, absent, find, why
from ssg.newsroom.related.folder import relate_folder, with_count
from ssg.newsroom.site import Suggestion
from ssg.problems import ProblemError

_TERMS_SHOWN = 8
_PASSED_OVER_SHOWN = 5


@click.command()
@click.argument("article", required=False)
@click.option("--why", "explain", is_flag=True, help="Show what each suggestion shares with the article.")
@click.option("--all", "everything", is_flag=True, help="List the suggestions of every article.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON for each article.")
@click.option(
    "--content",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Relate the Markdown files of any folder, with the default settings, instead of a site's.",
)
@click.option("--language", metavar="TAG", help="With --content: the language of articles that name none.")
@click.option("--count", type=click.IntRange(0, 50), help="How many suggestions.  [default: as in site.toml]")
@site_folder
@edition
def command(
    article: str | None,
    explain: bool,
    everything: bool,
    as_json: bool,
    content: Path | None,
    language: str | None,
    count: int | None,
    root: Path,
    now: datetime,
    drafts: bool,
    future: bool,
) -> None:
    """Print what ARTICLE (a slug, an id, a path, an address or a headline) suggests under You May Also Like."""
    if bool(article) is everything:
        raise click.UsageError("name one article, or give --all")
    if explain and (everything or as_json):
        raise click.UsageError("--why explains one article in words: leave --all and --json away")
    if language and not content:
        raise click.UsageError("--language goes with --content: a site says its language in site.toml")
    if content:
        site, problems = relate_folder(content := content.resolve(), Edition(now, drafts, future), language or "")
        root = content.parent
        if problems:
            print_problems(problems)
    else:
        site = prepare(root, Options(now, drafts, future)).site
    if count is not None:
        site = with_count(site, count)
    if everything:
        for story in site.stories:
            _print(story.article.id, site.suggestions[story.article.path], as_json)
        return
    root = root.resolve()
    found = find(site, article or "", root)
    if found is None:
        raise ProblemError([absent(site, article or "", root)])
    if explain:
        _explain(why(site, found))
    else:
        _print(found.article.id, site.suggestions[found.article.path], as_json)


def _print(name: str, suggestions: tuple[Suggestion, ...], as_json: bool) -> None:
    if as_json:
        related = [[found.story.article.id, round(found.score, 4)] for found in suggestions]
        click.echo(json.dumps({"id": name, "related": related}, ensure_ascii=False))
        return
    click.echo(name)
    for found in suggestions:
        click.echo(f"  {found.score:.2f}  {found.reason:<6}  {found.story.article.id}  {found.story.article.title}")


def _explain(explanation: Explanation) -> None:
    click.echo(f"{explanation.story.article.title} ({explanation.story.article.id})")
    if not explanation.suggested:
        click.echo(f"\nIt suggests nothing: {explanation.silent or 'no article may be suggested'}.")
    for place, compared in enumerate(explanation.suggested, 1):
        click.echo(f"\n{place}. {compared.story.article.title} ({compared.story.article.id})")
        _explain_one(compared)
    if explanation.passed_over[:_PASSED_OVER_SHOWN]:
        click.echo("\nNot suggested:")
    for compared in explanation.passed_over[:_PASSED_OVER_SHOWN]:
        reason = compared.refused or "others come first"
        click.echo(f"   {compared.score:.2f}  {compared.story.article.title} ({compared.story.article.id}): {reason}")


def _explain_one(compared: Comparison) -> None:
    match compared.days:
        case None:
            apart = "without a date"
        case 0:
            apart = "of one day"
        case days:
            apart = f"{counted_as(days, 'day')} apart"
    click.echo(f"   {compared.reason}, score {compared.score:.2f}; texts {compared.cosine:.2f}; {apart}")
    if compared.shares:
        shared = ", ".join(f"{share.term} {share.weight:.3f}" for share in compared.shares[:_TERMS_SHOWN])
        more = len(compared.shares) - _TERMS_SHOWN
        click.echo(f"   shares {shared}" + (f" and {more} more" if more > 0 else ""))
